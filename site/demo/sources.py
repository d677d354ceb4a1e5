"""Reads the files of `data/` (see its README for where each comes from)."""

import csv
import json
from pathlib import Path

DATA = Path(__file__).parent / "data"
TABLES = DATA / "tables"


def facts(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def table(name):
    with (TABLES / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
