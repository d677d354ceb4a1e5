"""Run every benchmark: ``make bench`` (``make bench PEOPLE=110000`` is a tenth of the register)."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks import database

SAMPLE = 1_000  # the small register that a page of the large one is held against
THEIR_SAMPLE = 5_000  # rows for django-import-export; all of them would take it most of an hour


class Report:
    """Lines of one table, each a ratio with its goal."""

    def __init__(self):
        self.missed = 0

    def note(self, text):
        print(f"  {text}", flush=True)

    def ratio(self, what, value, goal, *, most):
        """``most``: the goal is an upper bound; otherwise a lower one."""
        good = value <= goal if most else value >= goal
        self.missed += not good
        sign = "≤" if most else "≥"
        print(
            f"{'ok    ' if good else 'MISSED'} {what}: {value:.2f} (goal {sign} {goal})", flush=True
        )


def main():
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--only", choices=["register", "rush"])
    parser.add_argument("--people", type=int, default=1_100_000, help="in the register")
    parser.add_argument("--buyers", type=int, default=1_000, help="at the hour of enrolment")
    parser.add_argument("--clients", type=int, default=50, help="browsers they share")
    asked = parser.parse_args()
    if not asked.only:
        sys.exit(max(bench_alone(name) for name in ("register", "rush")))
    report = Report()
    with database.fresh(), tempfile.TemporaryDirectory() as folder:
        if asked.only == "register":
            bench_register(report, asked.people, Path(folder))
        else:
            from benchmarks.rush.measure import bench_rush  # noqa: PLC0415

            bench_rush(report, asked.buyers, asked.clients)
    sys.exit(1 if report.missed else 0)


def bench_alone(name):
    """In a process and a database of its own, which no other benchmark has warmed or filled."""
    print(f"{name.capitalize()}:", flush=True)
    run = [sys.executable, "-m", "benchmarks", *sys.argv[1:], "--only", name]
    return subprocess.run(run, check=False, cwd=database.ROOT).returncode  # noqa: S603


def bench_register(report, people, folder):
    from benchmarks.references import (  # noqa: PLC0415
        bare_import,
        import_export_rate,
        set_based_refresh,
    )

    first, second = make_files(report, people, folder)
    everywhere, county = make_users()
    theirs = import_export_rate(first, min(THEIR_SAMPLE, people))
    rows, bare = bare_import(first)
    report.note(f"bare pipeline: {rows:,} rows in {bare:.1f} s, {rows / bare:,.0f} a second")

    small = small_pages(first, folder, everywhere, county)
    ours = import_in_a_process(first)
    rate = people / ours["seconds"]["importing"]
    report.note(f"our check: {people / ours['seconds']['checking']:,.0f} rows a second")
    report.note(f"our import: {told(ours)}, {rate:,.0f} a second, {ours['mib']:.0f} MiB")
    report.ratio("import / bare pipeline, rate", rate / (rows / bare), 0.4, most=False)
    report.ratio(
        f"import / django-import-export ({theirs:.0f} a second)", rate / theirs, 25, most=False
    )
    report.ratio("import, MiB of memory", ours["mib"], 400, most=True)

    weekly = import_in_a_process(second)
    whole, sql = set_based_refresh(second)
    taken = weekly["seconds"]["importing"]
    report.note(f"our weekly import: {told(weekly)}, {taken:.1f} s, {weekly['mib']:.0f} MiB")
    report.note(f"set-based refresh: {whole:.1f} s with its hashing, {sql:.1f} s of SQL alone")
    report.ratio("weekly import / set-based refresh, time", taken / whole, 2, most=True)

    analyse()
    for name, user in (("whole province", everywhere), ("one county", county)):
        bench_finding(report, name, user, small[name])


def make_files(report, people, folder):
    import csv  # noqa: PLC0415

    from demo.province import HEADINGS, make_regions, rows  # noqa: PLC0415

    started = perf_counter()
    make_regions()
    files = []
    for name, changed in (("first.csv", 0), ("second.csv", 0.05)):
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADINGS)
            writer.writerows(rows(people, seed=4451, changed=changed))
        files.append(path)
    report.note(f"two files of {people:,} people written in {perf_counter() - started:.0f} s")
    return files


def make_users():
    from django.contrib.auth import get_user_model  # noqa: PLC0415

    from training.organisations.actions import appoint  # noqa: PLC0415
    from training.organisations.models import Bureau, Region  # noqa: PLC0415
    from training.organisations.states import RegionLevel, Role  # noqa: PLC0415

    users = get_user_model().objects
    everywhere = users.create_superuser("bench")
    county = users.create_user("county")
    region = Region.objects.filter(level=RegionLevel.COUNTY).order_by("code")[3]
    bureau = Bureau.objects.create(name="bench", region=region)
    appoint(county, Role.OFFICER, bureau, by=everywhere)
    return everywhere, users.get(pk=county.pk)


def small_pages(first, folder, everywhere, county):
    """The list of people when the register holds a thousand."""
    from benchmarks.finding import page_seconds  # noqa: PLC0415
    from training.people.models import Person  # noqa: PLC0415

    path = folder / "small.csv"
    with first.open(encoding="utf-8") as whole, path.open("w", encoding="utf-8") as part:
        part.writelines(line for _n, line in zip(range(SAMPLE + 1), whole, strict=False))
    import_in_a_process(path)
    analyse()
    pages = {"whole province": page_seconds(everywhere), "one county": page_seconds(county)}
    Person.objects.all().delete()
    return pages


def bench_finding(report, name, user, small):
    from benchmarks.finding import page_seconds, times  # noqa: PLC0415

    found = times(user)
    key = found.pop("primary key")
    report.note(f"{name}: a person by primary key takes {key * 1000:.2f} ms")
    for what, seconds in found.items():
        goal = 3 if what in {"identity number", "telephone"} else 30
        report.ratio(f"{name}: {what} / primary key", seconds / key, goal, most=True)
    page = page_seconds(user)
    report.note(f"{name}: the list page takes {page * 1000:.0f} ms")
    report.ratio(f"{name}: list page / the same over {SAMPLE} people", page / small, 2, most=True)


def import_in_a_process(path):
    run = [sys.executable, "-m", "benchmarks.importing", str(path)]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=database.ROOT)  # noqa: S603
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def told(result):
    return ", ".join(f"{name} {result[name]:,}" for name in ("new", "changed", "same", "refused"))


def analyse():
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
