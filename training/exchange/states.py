from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileUse(TextChoices):
    IMPORT = "import", _("Import into the register")
    COMPARE = "compare", _("Compare with the register")


class FileState(TextChoices):
    """A file's way: uploaded → (columns confirmed) checking → checked → importing → done."""

    UPLOADED = "uploaded", _("Columns to confirm")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, nothing written yet")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped by a fault")


AT_WORK = {FileState.CHECKING, FileState.IMPORTING}


class DifferenceKind(TextChoices):
    ONLY_HERE = "only_here", _("Only in our register")
    ONLY_THERE = "only_there", _("Only on their list")
    DIFFERS = "differs", _("Different facts")


class Decision(TextChoices):
    OPEN = "open", _("To be decided")
    OURS = "ours", _("Ours is right")
    THEIRS = "theirs", _("Theirs is right")
    ASK = "ask", _("To be asked on the spot")
