from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from training.casework.forms import DayInput
from training.organisations.models import Region
from training.organisations.reach import any_of, reach_of

INDENT = "\u3000"  # an ideographic space: browsers trim plain ones in a list


def regions_read_by(user):
    """The regions whose people a user reads as officer or inspector."""
    reach = reach_of(user)
    regions = Region.objects.order_by("path")
    if reach.everything:
        return regions
    paths = {*reach.regions, *reach.inspected}
    return regions.filter(any_of(Q(path__startswith=path) for path in paths))


class LedgerForm(forms.Form):
    """Which place and which days. A province has too many villages for one list, so that it
    offers the way up from the chosen place and what lies right below it."""

    region = forms.ModelChoiceField(
        None,
        label=_("Region"),
        empty_label=None,
        error_messages={
            "invalid_choice": _("This is not among the choices open to you. Please choose again.")
        },
    )
    since = forms.DateField(label=_("From"), widget=DayInput())
    until = forms.DateField(label=_("To"), widget=DayInput())

    def __init__(self, user, data):
        today = timezone.localdate()
        self.open_to = regions_read_by(user)
        data = data.copy()
        data.setdefault("since", today.replace(month=1, day=1).isoformat())
        data.setdefault("until", today.isoformat())
        if top := self.open_to.first():
            data.setdefault("region", str(top.pk))
        super().__init__(data)
        field = self.fields["region"]
        field.queryset = self.open_to
        field.choices = [(row.pk, self._indented(row)) for row in self.offered]

    @cached_property
    def offered(self):
        asked = self.data.get("region", "")
        chosen = self.open_to.filter(pk=asked).first() if asked.isdecimal() else None
        if not chosen:
            return list(self.open_to[:1])
        near = Q(code__in=chosen.codes_upwards) | Q(parent=chosen)
        return list(self.open_to.filter(near))

    def _indented(self, region):
        depth = region.path.count("/") - self.offered[0].path.count("/")
        return INDENT * max(depth, 0) + region.label

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            raise ValidationError(_("The last day is before the first."), code="ends_first")
        return cleaned
