import json

from django.core.management.base import BaseCommand
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from training.conf import setting
from training.exchange.models import Difference
from training.people.cleaning import clean_id_number
from training.people.encryption import blind_index, newest_key
from training.people.key_rotation import INDEXES, reindex, reseal, sealed_fields, under_old_keys
from training.people.models import Person


def _number_in(difference):
    """The identity number of somebody who stands on the other office's list only."""
    cells, columns = json.loads(difference.theirs), difference.comparison.file.columns
    return clean_id_number(cells[columns["id_number"]])


class Command(BaseCommand):
    help = "Seal everything with the newest key while the site runs; cut off, run it again."

    def handle(self, **options):
        left = 0
        for field in sealed_fields():
            name = f"{field.model._meta.verbose_name} · {field.verbose_name}"
            done = reseal(field, tell=self._progress(name))
            left += (still := under_old_keys(field).count())
            self.stdout.write(
                _("%(what)s: %(done)d sealed again, %(left)d still under an old key.")
                % {"what": name, "done": done, "left": still}
            )
        if setting("OLD_INDEX_KEYS"):
            left += self._reindex()
        if left:
            self.stdout.write(
                self.style.WARNING(
                    _(
                        "Keep the old keys. Something was written with them meanwhile: "
                        "restart every process with the new list, then run this again."
                    )
                )
            )
        else:
            sentence = _("Nothing in the database needs a key older than “%(key)s”.")
            self.stdout.write(self.style.SUCCESS(sentence % {"key": newest_key()}))

    def _reindex(self):
        stuck = set()
        for index in INDEXES:
            done, refused = reindex(index, tell=self._progress(index))
            stuck |= set(refused)
            self.stdout.write(
                _("%(what)s: %(done)d indexes made again.") % {"what": index, "done": done}
            )
        for pk in sorted(stuck):
            sentence = _("Person no. %(pk)d is registered twice; keep one of the two by hand.")
            self.stdout.write(self.style.WARNING(sentence % {"pk": pk}))
        self._reindex_differences()
        return len(stuck)

    def _reindex_differences(self):
        """Next week's list is held against this week's by the index of each person."""
        now = Person.objects.filter(pk=OuterRef("person")).values("id_index")
        known = Difference.objects.filter(person__isnull=False)
        known.exclude(id_index=F("person__id_index")).update(id_index=Subquery(now))
        strangers = Difference.objects.filter(person__isnull=True)
        for row in strangers.select_related("comparison__file").iterator():
            index = blind_index(_number_in(row))
            if index != row.id_index:
                Difference.objects.filter(pk=row.pk).update(id_index=index)

    def _progress(self, name):
        def tell(done):
            if self.stdout.isatty():
                self.stdout.write(f"\r{name}: {done}", ending="")
                self.stdout.flush()

        return tell
