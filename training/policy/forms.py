import json
from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from training.organisations.forms import RuledForRegionForm

from .states import ABOUT_GROUPS, SUBJECTS, DeliveryMode, RuleKey
from .units import figure, unit_of, yes_or_no

ABOUT = [
    ("", _("Everybody")),
    (_("Groups of people"), SUBJECTS[RuleKey.EXCLUDED]),
    (_("Modes of training"), DeliveryMode.choices),
]


class RuleForm(RuledForRegionForm):
    subject = forms.ChoiceField(
        label=_("About"),
        choices=ABOUT,
        required=False,
        help_text=_("Most rules are about everybody; a few are about a group or a mode."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["value"] = figure(self.instance.value)  # 80, not 80.00

    @property
    def fingerprint(self):
        """What was written, in short: the same again is what was checked before."""
        facts = {name: str(getattr(it, "pk", it)) for name, it in self.cleaned_data.items()}
        return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]

    def clean(self):
        cleaned = super().clean()
        key, value = cleaned.get("key"), cleaned.get("value")
        if not key:
            return cleaned
        if value is not None and (sentence := out_of_bounds(unit_of(key), value)):
            self.add_error("value", ValidationError(sentence))
        if "subject" in cleaned and (sentence := wrong_subject(key, cleaned["subject"])):
            self.add_error("subject", ValidationError(sentence))
        if key == RuleKey.PAPER and value and not cleaned.get("words"):
            sentence = gettext("Please name the paper; people are told these words.")
            self.add_error("words", ValidationError(sentence))
        return cleaned


def out_of_bounds(unit, value):
    """Why ``value`` cannot be right; empty when it can."""
    if unit.say is yes_or_no and value not in {0, 1}:
        return gettext("This rule is answered with 1 for yes or 0 for no.")
    if value < unit.least:
        return gettext("This cannot be less than %(least)s.") % {"least": unit.least}
    if value > unit.most:
        return gettext("This cannot be more than %(most)s.") % {"most": unit.most}
    if unit.whole and value % 1:
        return gettext("This is counted in whole numbers.")
    return ""


def wrong_subject(key, subject):
    """Why a rule on ``key`` cannot be about ``subject``; empty when it can."""
    fitting = dict(SUBJECTS.get(key, ()))
    if subject in fitting or not (fitting or subject):
        return ""
    if not fitting:
        return gettext("This rule is about everybody: leave “Everybody”.")
    if key in ABOUT_GROUPS:
        return gettext("Please choose the group of people this rule is about.")
    return gettext("Please choose the mode of training this rule is about.")
