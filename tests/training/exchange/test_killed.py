"""An import killed with -9 at any moment and run again ends in the same register."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from stdnum.cn import ric

from tests.factories.exchange import checked, table, told
from tests.factories.organisations import RegionFactory, officer_of
from training.exchange import actions
from training.exchange.actions import begin, work_on
from training.exchange.models import RegisterFile
from training.exchange.states import FileState
from training.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
PEOPLE, PART = 300, 20

WORKER = """
import os, sys, time
import django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[2]
settings.TRAINING["PRIVATE_ROOT"] = sys.argv[3]
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[2]
from training.exchange import actions
from training.exchange.models import RegisterFile
actions.PART = int(sys.argv[4])
actions.work_on(
    RegisterFile.objects.get(pk=int(sys.argv[1])),
    tell=lambda file: (print(file.rows_done, flush=True), time.sleep(0.02)),
)
"""


@pytest.fixture
def officer():
    region = RegionFactory(code="445102", name="湘桥区")
    RegionFactory(code="445102007", name="桥东街道", parent=region, level="township")
    return officer_of(region)


def people():
    for number in range(PEOPLE):
        stem = f"44510219{50 + number % 50:02}0101{number:03}"
        wrong = number % 17 == 3
        digit = ric.calc_check_digit(stem + "?")
        digit = str((int(digit.replace("X", "5")) + 1) % 10) if wrong else digit
        yield ["陈秀英", stem + digit, f"138{number:08}", "桥东街道", "务农"]


def register():
    return sorted(
        (person.id_number, person.name, person.phone, person.region_id, person.work_state)
        for person in Person.objects.all()
    )


def importing(officer):
    return begin(checked(table(people()), by=officer), FileState.IMPORTING, by=officer)


def start_worker(file):
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'site'}:{ROOT}"}
    return subprocess.Popen(  # noqa: S603  (our own code, in a process that can be killed)
        [
            *(sys.executable, "-c", WORKER, str(file.pk), connection.settings_dict["NAME"]),
            *(settings.TRAINING["PRIVATE_ROOT"], str(PART)),
        ],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("parts", [1, 4, 9])
def test_killed_and_run_again_it_ends_in_the_same_register(officer, parts, monkeypatch):
    monkeypatch.setattr(actions, "PART", PART)
    whole = told(work_on(importing(officer)))
    expected = register()
    Person.objects.all().delete()
    file = importing(officer)

    worker = start_worker(file)
    for _part in range(parts):
        worker.stdout.readline()
    time.sleep(0.01)  # into the middle of the next part
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()
    file = RegisterFile.objects.get(pk=file.pk)

    assert 0 < file.rows_done < file.rows
    assert file.at_work
    assert Person.objects.count() == file.new
    done = work_on(file)
    assert (done.state, told(done)) == (FileState.DONE, whole)
    assert register() == expected
    assert (
        done.refused_rows.count() == done.refused == len({n for n in range(PEOPLE) if n % 17 == 3})
    )


def test_two_workers_on_one_file_land_every_row_once(officer, monkeypatch):
    """Both start from the same row; whoever moves the file first has it, the other stops."""
    monkeypatch.setattr(actions, "PART", PART)
    file = importing(officer)

    workers = [start_worker(file), start_worker(file)]
    for worker in workers:
        worker.communicate()

    file.refresh_from_db()
    assert (file.state, file.rows_done) == (FileState.DONE, file.rows)
    assert file.new + file.refused == PEOPLE
    assert Person.objects.count() == file.new
