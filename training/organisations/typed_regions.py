"""A place among thousands: written, not picked. A list of 17,000 villages serves nobody."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MOST_CHOICES = 500
MOST_NAMED = 5


class TypedRegionField(forms.ModelChoiceField):
    """Takes a code, a former code, a name, or a name with the one above it in front."""

    widget = forms.TextInput

    def prepare_value(self, value):
        return getattr(value, "code", None) or self._code_of(value)

    def _code_of(self, value):
        if isinstance(value, int):
            return self.queryset.filter(pk=value).values_list("code", flat=True).first()
        return value

    def to_python(self, value):
        text = "".join(str(value or "").replace("·", " ").split())
        if not text:
            return None
        found = list(self._called(text)[: MOST_NAMED + 1])
        if not found:
            raise ValidationError(
                gettext("“%(place)s” is not a place you answer for.") % {"place": value}
            )
        if len(found) > 1:
            names = "、".join(f"{region.long_label} ({region.code})" for region in found)
            raise ValidationError(
                gettext("Several places are called so: %(places)s. Please write the code.")
                % {"places": names}
            )
        return found[0]

    def _called(self, text):
        regions = self.queryset.select_related("parent")
        if text.isdigit():
            return regions.filter(Q(code=text) | Q(former_codes__code=text)).distinct()
        exact = regions.filter(Q(name=text) | Q(name_en=text))
        if exact.exists():
            return exact
        # 湘桥区桥东街道: the name above, then its own
        ways = Q()
        for cut in range(2, len(text) - 1):
            ways |= Q(parent__name=text[:cut], name=text[cut:])
        return regions.filter(ways) if ways else regions.none()

    def validate(self, value):
        forms.Field.validate(self, value)


def typed(field):
    """The same choice, to be written."""
    return TypedRegionField(
        field.queryset,
        label=field.label,
        required=field.required,
        initial=field.initial,
        help_text=field.help_text or _("The name or the code of the place."),
    )
