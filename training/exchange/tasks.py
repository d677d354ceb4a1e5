from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import override
from django_tasks import task

from .actions import begin, work_on
from .comparing import compare_file
from .models import RegisterFile
from .states import FileState, FileUse


@task()
def read_register_file(pk: int) -> None:
    """Read a file on from where it stands. Told twice, the second finds nothing to do."""
    register_file = RegisterFile.objects.select_related("brought_by").get(pk=pk)
    if not register_file.at_work:
        return
    work: Callable[[RegisterFile], object] = work_on
    if register_file.use == FileUse.COMPARE:
        work = compare_file
    with override(_language_of(register_file.brought_by)):
        work(register_file)


def _language_of(user: AbstractUser | None) -> str:
    """Reasons are told in the language of whoever brought the file."""
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE


def start(register_file: RegisterFile) -> None:
    transaction.on_commit(lambda: read_register_file.enqueue(register_file.pk))


def check(register_file: RegisterFile, *, by: AbstractUser) -> None:
    start(begin(register_file, FileState.CHECKING, by=by))


def land(register_file: RegisterFile, *, by: AbstractUser) -> None:
    start(begin(register_file, FileState.IMPORTING, by=by))


def go_on(register_file: RegisterFile, *, by: AbstractUser) -> None:
    """Take up a file whose worker was killed. The part it was at is done again."""
    start(register_file)
