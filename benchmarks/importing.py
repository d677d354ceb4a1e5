"""One import in a process of its own, so that its memory is its own: prints seconds and MiB."""

import json
import re
import sys
from pathlib import Path
from time import perf_counter

from benchmarks import database

database.begin()

from django.contrib.auth import get_user_model  # noqa: E402

from training.exchange.actions import begin, bring_file, confirm_columns, work_on  # noqa: E402
from training.exchange.states import FileState  # noqa: E402


def run(path):
    by = get_user_model().objects.get(username="bench")
    with open(path, "rb") as file:
        brought = bring_file(file, "register.csv", by=by)
    brought = confirm_columns(brought, brought.columns, by=by, agreed_on_paper=True)
    seconds = {}
    for step in (FileState.CHECKING, FileState.IMPORTING):
        brought = begin(brought, step, by=by)
        started = perf_counter()
        brought = work_on(brought)
        seconds[step] = perf_counter() - started
    counts = {name: getattr(brought, name) for name in ("new", "changed", "same", "refused")}
    status = Path("/proc/self/status").read_text(encoding="ascii")
    # Not ru_maxrss: that one begins with what the process had that started this one.
    memory = int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024
    return {"seconds": seconds, "mib": memory, "fault": brought.fault, **counts}


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1])))
