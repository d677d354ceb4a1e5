"""The two commands on a machine that lacks something, without touching this one."""

import re
import subprocess
from pathlib import Path

import pytest

import bootstrap

ROOT = Path(bootstrap.ROOT)


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A fresh clone's bootstrap: no environment yet, and every order is written down only."""
    orders = []

    def run(order, **kwargs):
        orders.append(" ".join(map(str, order)))
        return subprocess.CompletedProcess(order, 0)

    venv = tmp_path / ".venv"
    monkeypatch.setattr(bootstrap, "VENV", venv)
    monkeypatch.setattr(bootstrap, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(bootstrap, "UNFINISHED", venv / "unfinished")
    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    monkeypatch.setattr(bootstrap.venv, "create", lambda *args, **kwargs: None)
    return orders


def test_without_rights_it_names_one_line_and_touches_nothing(checkout, monkeypatch):
    monkeypatch.setattr(bootstrap, "can_load", lambda soname: soname != "libfontconfig.so.1")
    monkeypatch.setattr(bootstrap, "how_to_become_root", lambda: None)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")

    with pytest.raises(SystemExit) as refusal:
        bootstrap.main("run")

    assert str(refusal.value) == (
        "Run this as root, then try again: "
        "apt-get update && apt-get install -y --no-install-recommends libfontconfig1"
    )
    assert checkout == []
    assert not bootstrap.VENV.exists()


def test_the_second_call_installs_nothing(checkout, monkeypatch):
    monkeypatch.setattr(bootstrap, "missing_packages", lambda goal: [])
    bootstrap.main("test")
    del checkout[:]

    bootstrap.main("test")
    bootstrap.main("run")

    assert checkout == []


def test_an_interrupted_installation_is_made_again(checkout, monkeypatch):
    monkeypatch.setattr(bootstrap, "missing_packages", lambda goal: [])
    bootstrap.main("run")
    bootstrap.UNFINISHED.touch()
    half_copied = bootstrap.VENV / "half-copied"
    half_copied.touch()

    bootstrap.main("run")

    assert not half_copied.exists()
    assert bootstrap.is_ready("run")


def test_an_old_python_is_told_so(monkeypatch):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))

    with pytest.raises(SystemExit, match=r"Yiji needs Python 3\.11 or newer.* is 3\.9\.2\."):
        bootstrap.main("run")


def test_every_requirement_is_pinned_once():
    lines = [
        line
        for name in bootstrap.REQUIREMENTS["test"]
        for line in (ROOT / name).read_text().splitlines()
        if line and not line.startswith(("#", "-r "))
    ]
    names = [re.sub(r"\[.*", "", line.partition("==")[0]).lower() for line in lines]

    assert [line for line in lines if not re.fullmatch(r"[\w.\[\],-]+==[\w.]+", line)] == []
    assert len(names) == len(set(names))


def test_every_setting_is_explained():
    read = set()
    for settings in (ROOT / "site" / "config" / "settings").glob("*.py"):
        text = settings.read_text()
        read |= set(re.findall(r'env(?:\.\w+)?\(\s*"(\w+)"', text))
        # One setting a channel, named in a loop.
        for name in re.findall(r'env(?:\.\w+)?\(\s*f"\{channel\.upper\(\)\}(\w+)"', text):
            read |= {f"SMS{name}", f"WECHAT{name}"}
    explained = set(re.findall(r"^#(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert explained == read
