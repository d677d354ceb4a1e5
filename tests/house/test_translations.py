"""The house inspects its words: every sentence is translated, and nothing is said twice."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import polib
import pytest
import wagtail
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
OWN = ["courses/locale", "certificates/locale", "training/locale", "site/locale"]
UPSTREAM = "site/locale-upstream"
CATALOGUES = [
    path.relative_to(ROOT)
    for folder in [*OWN, UPSTREAM]
    for path in sorted((ROOT / folder).glob("*/LC_MESSAGES/*.po"))
]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*\}|</?[a-z][^>]*>")
HAN = re.compile(r"[\u4e00-\u9fff]")

# Chinese that belongs to the matter itself and is the same for a reader of English.
CHINESE_BY_NATURE = {
    "courses/suffixes.py": "the ranges of Han characters",
    "certificates/models.py": "the title and wording a new certificate starts with",
    "certificates/facts.py": "the invented facts on a sample paper",
    "certificates/rendering/": "what is printed on Chinese paper, and its seal",
    "certificates/templates/training_certificates/paper/": "the paper itself",
    "training/exchange/imports/": "the titles and columns of published Chinese tables",
    "training/people/headings.py": "how Chinese tables call their columns, and their totals",
    "training/people/cleaning.py": "how people write that there is nothing",
    "training/organisations/roles.py": "names of groups, shown as they are in both languages",
}

every_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=str)


def key(entry):
    return entry.msgctxt, entry.msgid


def said(entry):
    """What is shown: Chinese has one form for one and for many."""
    return entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr


def placeholders(text):
    return set(PLACEHOLDER.findall(text))


@every_catalogue
def test_every_sentence_is_translated(path):
    entries = polib.pofile(str(ROOT / path))

    assert [e.msgid for e in entries if e.obsolete or e.fuzzy or not e.translated()] == []


@every_catalogue
def test_a_translation_keeps_the_placeholders(path):
    """Of a plural it keeps the many's: “one class” must not hide the count of three."""
    changed = {}
    for entry in polib.pofile(str(ROOT / path)):
        allowed = [placeholders(entry.msgid_plural or entry.msgid)]
        if one := placeholders(entry.msgid):
            allowed.append(one)
        if placeholders(said(entry)) not in allowed:
            changed[entry.msgid] = said(entry)

    assert changed == {}


@every_catalogue
def test_the_compiled_catalogue_says_the_same(path):
    def sentences(catalogue):
        return {(*key(entry), entry.msgid_plural): said(entry) for entry in catalogue}

    compiled = polib.mofile(str((ROOT / path).with_suffix(".mo")))

    assert sentences(compiled) == sentences(polib.pofile(str(ROOT / path)))


def test_one_sentence_has_one_translation():
    """Django pours all catalogues into one: of two translations only one is ever seen."""
    translations = defaultdict(dict)
    for path in CATALOGUES:
        if path.stem == "django":
            for entry in polib.pofile(str(ROOT / path)):
                translations[key(entry)][str(path)] = said(entry)

    assert [by for by in translations.values() if len(set(by.values())) > 1] == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="xgettext is not installed")
@pytest.mark.parametrize("folder", OWN)
def test_no_sentence_is_missing_from_the_catalogue(folder, tmp_path):
    """What `make messages` would find today is already there."""
    catalogue = ROOT / folder / "zh_Hans/LC_MESSAGES/django.po"
    if not catalogue.exists():
        pytest.skip(f"{folder} has no catalogue yet")
    package = tmp_path / "package"
    data = shutil.ignore_patterns("locale*", "data", "fonts", "static", "__pycache__")
    shutil.copytree((ROOT / folder).parent, package, ignore=data)
    (package / "locale").mkdir()

    command = [sys.executable, "-m", "django", "makemessages", "--locale", "zh_Hans"]
    # Without our settings, whose LOCALE_PATHS would draw the real catalogues into it.
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=package, env=environment, check=True, capture_output=True)  # noqa: S603

    fresh = polib.pofile(str(package / "locale/zh_Hans/LC_MESSAGES/django.po"))
    known = polib.pofile(str(catalogue))
    assert {key(entry) for entry in fresh} - {key(entry) for entry in known} == set()


def test_gettext_is_called_by_names_that_makemessages_knows():
    """Under another name a sentence is never collected, and nobody misses it."""
    alias = re.compile(r"\b\w*gettext(?:_\w+)? as (?!_\b)\w+")
    nicknames = {
        path.relative_to(ROOT).as_posix(): found
        for package in ("courses", "certificates", "training", "site")
        for path in (ROOT / package).rglob("*.py")
        if (found := alias.findall(path.read_text()))
    }

    assert nicknames == {}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_wagtail_speaks_chinese_to_the_last_sentence(domain):
    installed = [Path(config.path) for config in apps.get_app_configs()]
    theirs = [path for path in installed if path.is_relative_to(Path(wagtail.__file__).parent)]

    def messages(language, folders):
        return {
            key(entry)
            for folder in folders
            for path in folder.glob(f"{language}/LC_MESSAGES/{domain}.po")
            for entry in polib.pofile(str(path))
            if language == "en" or entry.translated()
        }

    english = messages("en", [path / "locale" for path in theirs])
    chinese = messages("zh_Hans", [*(path / "locale" for path in installed), ROOT / UPSTREAM])

    assert english
    assert english - chinese == set()


def spoken_in_python(path):
    """The string constants of a module that are not docstrings."""
    tree = ast.parse(path.read_text())
    remarks = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in remarks
    ]


def spoken_in_template(path):
    remarks = r"(?s)\{#.*?#\}|\{% comment.*?endcomment %\}"
    return re.sub(remarks, "", path.read_text()).splitlines()


def test_chinese_is_in_the_catalogues_and_not_in_the_sources():
    """Or a reader of English would find it in the middle of a page."""
    found = {}
    for package in ("courses", "certificates", "training"):
        for path in sorted((ROOT / package).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if "migrations" in path.parts or name.startswith(tuple(CHINESE_BY_NATURE)):
                continue
            speak = {".py": spoken_in_python, ".html": spoken_in_template}.get(path.suffix)
            if speak and (chinese := [line for line in speak(path) if HAN.search(line)]):
                found[name] = chinese

    assert found == {}
