from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from training.organisations.forms import RuledForRegionForm

from .numbers import plain
from .states import RuleKey

# What lies outside is a slip of the pen, whatever the law says.
LEAST = {RuleKey.MINUTES_PER_CLASS_HOUR: 1, RuleKey.CLASS_SIZE: 1}
MOST = {RuleKey.MIN_ATTENDANCE: 100, RuleKey.PASS_MARK_THEORY: 100, RuleKey.PASS_MARK_PRACTICE: 100}


class RuleForm(RuledForRegionForm):
    def clean(self):
        cleaned = super().clean()
        key, value = cleaned.get("key"), cleaned.get("value")
        if key and value is not None:
            self._check(value, LEAST.get(key, 0), MOST.get(key))
        return cleaned

    def _check(self, value, least, most):
        if value < least:
            sentence = gettext("This cannot be less than %(least)s.")
            self.add_error("value", ValidationError(sentence % {"least": plain(Decimal(least))}))
        if most is not None and value > most:
            sentence = gettext("This cannot be more than %(most)s.")
            self.add_error("value", ValidationError(sentence % {"most": plain(Decimal(most))}))
