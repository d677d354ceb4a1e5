#!/usr/bin/env python3
"""Make this checkout ready: `python3 bootstrap.py run` or `python3 bootstrap.py test`.

Standard library only, since nothing is installed yet. It looks before it touches: what the
system lacks is installed if we may (root, or sudo without a password); otherwise one line says
what to run, and nothing has changed. Then the pinned packages go into `.venv`. When all is in
place a call costs a fraction of a second, so the Makefile makes it every time.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "unfinished"

# Each goal includes the ones before it.
REQUIREMENTS = {"run": ["requirements.txt"], "test": ["requirements.txt", "requirements-dev.txt"]}

# WeasyPrint draws certificates with these; no wheel carries them. Debian package -> library.
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
    "libfontconfig1": "libfontconfig.so.1",
}
# For the tests: Playwright's driver wants a library and a browser, the gate collects sentences.
TEST_LIBRARIES = {"libatomic1": "libatomic.so.1"}
TEST_PROGRAMS = {"chromium": "chromium", "gettext": "xgettext"}


def main(goal):
    if sys.version_info < (3, 11):  # noqa: UP036 — the system's Python may be older than ours
        version = ".".join(map(str, sys.version_info[:3]))
        stop(f"Yiji needs Python 3.11 or newer, and {sys.executable} is {version}.")
    if goal not in REQUIREMENTS:
        stop("Say what for: `python3 bootstrap.py run` or `python3 bootstrap.py test`.")
    missing = missing_packages(goal)  # no `:=` here: an old Python must get as far as the sentence
    if missing:
        install_packages(missing, goal)
    if not is_ready(goal):
        install_requirements(goal)


def missing_packages(goal):
    libraries = LIBRARIES | TEST_LIBRARIES if goal == "test" else LIBRARIES
    missing = [package for package, soname in libraries.items() if not can_load(soname)]
    # Debian's python3 comes without ensurepip, and then `venv` cannot make an environment.
    if not importlib.util.find_spec("ensurepip") and not is_ready(goal):
        missing.append(f"python3.{sys.version_info.minor}-venv")
    if goal == "test":
        missing += [package for package, name in TEST_PROGRAMS.items() if not shutil.which(name)]
    return missing


def can_load(soname):
    for name in (soname, soname.split(".so")[0] + ".dylib"):  # Linux, macOS
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def install_packages(missing, goal):
    packages = " ".join(missing)
    install = f"apt-get install -y --no-install-recommends {packages}"
    if not shutil.which("apt-get"):
        stop(f"Install what Debian calls {packages} by your system's own means, then try again.")
    become_root = how_to_become_root()
    if become_root is None:
        stop(f"Run this as root, then try again: apt-get update && {install}")
    say(f"Installing system packages: {packages}")
    unattended = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive"]
    # The first finishes what an interrupted call has begun; apt refuses to go on without it.
    for command in ("dpkg --configure -a", "apt-get update", install):
        order = [*unattended, *command.split()]
        if subprocess.run(order, stdout=subprocess.DEVNULL, check=False).returncode:
            stop(f"`{command}` failed; nothing else has been changed.")
    still = " ".join(missing_packages(goal))
    if still:
        stop(f"Still missing after the installation: {still}.")


def how_to_become_root():
    """The words to put before a command, or None when we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and succeeds("sudo", "-n", "true"):
        return ["sudo", "-n"]
    return None


def succeeds(*command):
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def install_requirements(goal):
    # An interrupted installation leaves UNFINISHED behind: pip would take a half-copied package
    # for a whole one, so the environment is made again.
    if UNFINISHED.exists() or not has_pip():
        shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    if not has_pip():
        say("Making the virtual environment .venv")
        venv.create(VENV, with_pip=True, symlinks=True)
    say("Installing the pinned packages into .venv (a minute or two, once)")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    files = [argument for name in REQUIREMENTS[goal] for argument in ("-r", ROOT / name)]
    if subprocess.run([*pip, "--only-binary", ":all:", *files], check=False).returncode:
        stop("The packages could not be installed; the next try starts afresh.")
    for included in list(REQUIREMENTS)[: list(REQUIREMENTS).index(goal) + 1]:
        stamp(included).write_text(fingerprint(included))
    UNFINISHED.unlink()


def has_pip():
    # False also when an upgrade of the system's Python has left the environment empty-handed.
    return PYTHON.exists() and succeeds(PYTHON, "-c", "import pip")


def is_ready(goal):
    ready = stamp(goal)
    return not UNFINISHED.exists() and ready.exists() and ready.read_text() == fingerprint(goal)


def stamp(goal):
    return VENV / f"ready-{goal}"


def fingerprint(goal):
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for name in REQUIREMENTS[goal]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def say(sentence):
    print(f"» {sentence}", flush=True)


def stop(sentence):
    sys.exit(sentence)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
