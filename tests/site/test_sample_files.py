"""The two registers to try the import with do what the page beside them says."""

import pytest

from demo.courses import load_courses
from demo.regions import load_regions
from demo.sample_files import CLEAN, DIRTY, FOLDER, make_sample_files
from tests.factories.exchange import checked, reasons, told
from tests.factories.organisations import officer_of
from training.people.sheets import read_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    regions = load_regions()
    load_courses()
    return officer_of(regions["445122"])


def read(name, by):
    with (FOLDER / name).open("rb") as file:
        return checked(file, by=by, name=name, agreed_on_paper=True)


def test_the_tidy_register_is_taken_whole(officer):
    assert told(read(CLEAN, officer)) == {"new": 60}


def test_of_the_register_as_it_comes_five_rows_are_refused(officer):
    file = read(DIRTY, officer)

    assert told(file) == {"new": 32, "refused": 5, "passed_over": 1}
    assert list(reasons(file)) == [6, 14, 17, 20, 29]


@pytest.mark.parametrize("name", [CLEAN, DIRTY])
def test_the_files_are_what_is_drawn_today(tmp_path, name):
    make_sample_files(tmp_path)

    assert read_rows(FOLDER / name) == read_rows(tmp_path / name)
