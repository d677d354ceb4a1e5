"""What a machine must have before it can print, said at start and not in the first queue."""

from contextlib import suppress
from ctypes import CDLL
from ctypes.util import find_library

from django.core import checks

from .rendering import fonts

SUBSET_LIBRARIES = (
    "libharfbuzz-subset.so.0",
    "libharfbuzz-subset.0.dylib",
    "libharfbuzz-subset-0.dll",
)


def check_fonts(app_configs, **kwargs):
    """Without any font WeasyPrint's text engine kills the process, so this is an error."""
    return [
        checks.Error(
            f"The certificate font {path.name} is missing.",
            hint=f"It belongs in {path.parent}; install the package again.",
            id="training_certificates.E001",
        )
        for path in fonts.FACES
        if not path.is_file()
    ]


def check_subsetting(app_configs, **kwargs):
    if _loads_subsetting():
        return []
    return [
        checks.Warning(
            "HarfBuzz-Subset is not installed: printing one certificate takes 20 seconds.",
            hint="Debian: apt install libharfbuzz-subset0",
            id="training_certificates.W001",
        )
    ]


def _loads_subsetting():
    if find_library("harfbuzz-subset"):
        return True
    for name in SUBSET_LIBRARIES:
        with suppress(OSError):
            return bool(CDLL(name))
    return False
