"""The house inspects itself: what no linter checks."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from wagtail.log_actions import registry as log_actions
from wagtail.models import Page

import training
from training import models as contents

ROOT = Path(__file__).resolve().parents[2]
ROOMS = [line.split()[0] for line in training.__doc__.splitlines() if re.match(r"[a-z]+  ", line)]
PACKAGES = ["courses", "certificates", "training", "site"]
SOURCES = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]


def room_of(model):
    return model.__module__.split(".")[1]


def test_every_room_has_its_line_in_the_docstring():
    folders = {
        path.parent.name
        for path in (ROOT / "training").glob("*/__init__.py")
        if path.parent.name not in {"management", "migrations", "templatetags"}
    }

    assert folders == set(ROOMS)


def test_every_model_is_in_the_table_of_contents():
    assert {model.__name__ for model in apps.get_app_config("training").get_models()} == set(
        contents.__all__
    )


def test_no_foreign_key_points_upstairs():
    """A key written as a string imports nothing, so the import contracts cannot see it."""
    height = {room: number for number, room in enumerate(ROOMS)}
    uphill = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("training").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and field.related_model._meta.app_label == "training"
        and height[room_of(field.related_model)] > height[room_of(model)]
    ]

    assert uphill == []


def test_nothing_but_courses_points_at_a_page():
    pointing = [
        f"{model._meta.label}.{field.name}"
        for label in ("training", "training_certificates")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.related_model and issubclass(field.related_model, Page)
    ]

    assert pointing == []


VERB = re.compile(r"[\"'](training(?:_certificates|_courses)?\.[a-z_]+)[\"']")
PERMISSION = re.compile(r"\.(view|add|change|delete)_")


@pytest.mark.django_db
def test_every_verb_that_is_logged_is_registered():
    logged = {
        verb
        for path in SOURCES
        if "import LogContext, log" in (text := path.read_text()) or "import log\n" in text
        for verb in VERB.findall(text)
        if not PERMISSION.search(verb)
    }

    assert logged - {action for action, _label in log_actions.get_choices()} == set()


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "misc"])
def test_no_file_is_a_drawer_for_odds_and_ends(word):
    assert [path for path in SOURCES if path.stem.rstrip("s") == word.rstrip("s")] == []


def test_no_file_is_longer_than_five_hundred_lines():
    long = {str(path): n for path in SOURCES if (n := len(path.read_text().splitlines())) > 500}

    assert long == {}


def test_site_is_a_source_root_and_never_a_package():
    assert not (ROOT / "site" / "__init__.py").exists()


@pytest.mark.parametrize(
    ("path", "line", "contract"),
    [
        ("courses/planted.py", "import training.people.models", "Floors"),
        ("certificates/planted.py", "import courses.models", "Floors"),
        ("training/people/planted.py", "import training.enrolment.models", "Rooms"),
        ("training/attendance/planted.py", "import training.surveys.models", "Rooms"),
        ("training/classes/states.py", "import training.classes.actions", "Furniture"),
    ],
    ids=["courses-knows-nobody", "ground-floor-never-meets", "uphill", "neighbours", "furniture"],
)
def test_a_planted_violation_is_caught(path, line, contract, tmp_path):
    """The contracts can fail: the same tree with one wrong import in it is refused."""
    for package in ("courses", "certificates", "training"):
        code = shutil.ignore_patterns("*.ttf", "locale", "static", "templates", "__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=code)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = tmp_path / path
    planted.write_text((planted.read_text() if planted.exists() else "") + f"\n{line}\n")

    lint = subprocess.run(  # noqa: S603  (our own linter, on our own tree)
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert lint.returncode == 1
    assert re.search(rf"{contract}.* BROKEN", lint.stdout)
