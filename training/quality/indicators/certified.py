from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .completed import Completed


class Certified(Completed):
    slug = "certified"
    label = gettext_lazy("Certified")
    definition = gettext_lazy(
        "Trainees who hold the certificate of their class, of all who took part. "
        "Revoked and replaced certificates do not count."
    )
    field = "certified"

    def reading(self, estimate):
        return _(
            "Of %(whole)s trainees, %(value)s hold a certificate; "
            "%(unknown)s are not concluded yet."
        ) % self.facts_in_words(estimate)
