"""The refused rows as the same kind of table they came from, with the reason at the end."""

import json
from tempfile import TemporaryFile

from django.utils.translation import gettext as _

from training.people.sheets import name_of_refused, write_rows


def refused_name(register_file):
    return name_of_refused(register_file.name)


def refused_file(register_file):
    """The same, in a file without a name, open for reading."""
    file = TemporaryFile()  # noqa: SIM115  (the response that sends it closes it)
    write_refused_rows(register_file, file)
    file.seek(0)
    return file


def write_refused_rows(register_file, target):
    """Write to ``target`` (binary): mend the rows there and bring the file again."""
    write_rows(_rows(register_file), register_file.name, target)


def _rows(register_file):
    headings = register_file.headings
    yield [*headings, _("reason")]
    refused = register_file.refused_rows.values_list("cells", "reason")
    for cells, reason in refused.iterator():
        row = json.loads(cells)[: len(headings)]
        yield [*row, *[""] * (len(headings) - len(row)), reason]
