"""Ways of taking attendance. A package adds its own by hook: `register_attendance_methods`."""

from wagtail import hooks

from .base import AttendanceMethod

__all__ = ["AttendanceMethod", "attendance_methods"]


def attendance_methods() -> dict[str, AttendanceMethod]:
    """Every registered method by its slug."""
    found = {}
    for register in hooks.get_hooks("register_attendance_methods"):
        method = register()
        found[method.slug] = method
    return found
