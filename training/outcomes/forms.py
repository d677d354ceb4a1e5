from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Outcome
from .states import Contact, Work

YES_NO = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]


class FollowUpForm(forms.ModelForm):
    """What a call, or a visit, found out. Whoever was not reached is unknown, and no more."""

    same_trade = forms.TypedChoiceField(
        label=_("In the trade learned"),
        choices=YES_NO,
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Outcome
        fields = ["contact", "work", "same_trade", "monthly_wage"]
        widgets = {"contact": forms.RadioSelect, "work": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].choices = Contact.choices
        self.fields["work"].choices = Work.choices
        self.fields["work"].required = False
        self.initial["same_trade"] = {True: "yes", False: "no"}.get(self.instance.same_trade, "")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("contact") != Contact.REACHED:
            cleaned |= {"work": Work.UNKNOWN, "same_trade": None, "monthly_wage": None}
        cleaned["work"] = cleaned.get("work") or Work.UNKNOWN
        return cleaned
