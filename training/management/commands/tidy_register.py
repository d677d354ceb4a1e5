from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from training.completion.keeping import erase
from training.conf import setting
from training.exchange.actions import make_searchable
from training.exchange.models import RegisterFile
from training.exchange.sealed import destroy
from training.notices.actions import forget_old
from training.people.models import Person


class Command(BaseCommand):
    help = (
        "Erase people the law no longer makes us keep, register files whose days are over, and "
        "old messages."
    )

    def handle(self, **options):
        gone = self._people()
        files = self._files()
        forget_old()
        self.stdout.write(
            _("People erased: %(people)d. Register files destroyed: %(files)d.")
            % {"people": gone, "files": files}
        )

    def _people(self):
        gone = 0
        for person in Person.objects.filter(kept_until__lt=timezone.localdate()).order_by("pk"):
            try:
                # Asks the rules again: a longer time may have been ruled meanwhile.
                gone += erase(person, by=None) is None
            except ValidationError as refusal:
                self.stderr.write(f"{person.pk}: {' '.join(refusal.messages)}")
        return gone

    def _files(self):
        """A list that was compared stays on record with what was decided; its file goes."""
        old = timezone.now() - timedelta(days=setting("REGISTER_FILE_DAYS"))
        files = RegisterFile.objects.filter(brought_at__lt=old).exclude(touched_at__gte=old)
        for register_file in RegisterFile.objects.exclude(indexes_off=[]):
            if register_file.stalled or not register_file.at_work:
                make_searchable(register_file)  # whoever took the indexes off was killed
        files = list(files.filter(Q(comparison__isnull=True) | ~Q(sealed_as="")).order_by("pk"))
        for register_file in files:
            # The file first: whoever is cut off between the two finds the row again.
            destroy(register_file)
            if hasattr(register_file, "comparison"):
                register_file.refused_rows.all().delete()
                register_file.sealed_as = register_file.examples = ""
                register_file.save(update_fields=["sealed_as", "examples"])
            else:
                register_file.delete()
        return len(files)
