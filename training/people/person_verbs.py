"""What an officer does to a person besides correcting: lists, tags, telephones, requests."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from training.organisations.row_pages import Verb

from .errors import InTheFuture, SayWhatIsWrong
from .phones import add_phone, clean_telephone
from .privacy import ask_about_data
from .standing import move_to_list, tag, take_off_lists
from .states import Relation, RequestKind, StandingList, Tag


class PastDayField(forms.DateField):
    """Today, or a day before."""

    widget = AdminDateInput

    def __init__(self, **kwargs):
        super().__init__(initial=timezone.localdate, **kwargs)

    def clean(self, value):
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise InTheFuture
        return day


class MoveForm(forms.Form):
    place = forms.ChoiceField(
        label=_("List"),
        choices=[*StandingList.choices, ("", _("On none of the lists any more"))],
        required=False,
        initial="?",  # none: nobody is taken off the lists by pressing the button
        widget=forms.RadioSelect,
    )
    on = PastDayField(label=_("From which day"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def clean_place(self):
        # The empty choice means something here, so that no choice must be told from it.
        if "place" not in self.data:
            raise ValidationError(_("Please choose one."))
        return self.cleaned_data["place"]


class TagForm(forms.Form):
    tag = forms.ChoiceField(label=_("Tag"), choices=Tag.choices)
    since = PastDayField(label=_("Since"))
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        required=False,
        help_text=_("The list or document that says so."),
    )


class PhoneForm(forms.Form):
    number = forms.CharField(label=_("Telephone"), max_length=40)
    relation = forms.ChoiceField(label=_("Whose"), choices=Relation.choices)
    holder = forms.CharField(label=_("Full name"), max_length=50, required=False)
    trusted = forms.BooleanField(
        label=_("Trusted contact"),
        required=False,
        help_text=_("May be told what the call is about when the person cannot be reached."),
    )

    def clean_number(self):
        return clean_telephone(self.cleaned_data["number"])


class RequestForm(forms.Form):
    kind = forms.ChoiceField(label=_("Request"), choices=RequestKind.choices)
    text = forms.CharField(
        label=_("What is to be done"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == RequestKind.CORRECTION and not cleaned.get("text", "").strip():
            self.add_error("text", SayWhatIsWrong())
        return cleaned


def may_change(user, person):
    return user.has_perm("training.change_person")


def move(person, *, place, on, reason, by):
    if place:
        move_to_list(person, StandingList(place), on=on, reason=reason, by=by)
    else:
        take_off_lists(person, on=on, reason=reason, by=by)


VERBS = (
    Verb(
        slug="move",
        label=_("Move on the five lists"),
        icon="list-ol",
        act=move,
        may=may_change,
        form_class=MoveForm,
        done=_("The place on the lists is noted."),
        explain=_("A person stands on one list at a time; where they stood before stays known."),
    ),
    Verb(
        slug="tag",
        label=_("Add tag"),
        icon="tag",
        act=tag,
        may=may_change,
        form_class=TagForm,
        done=_("The tag is noted."),
    ),
    Verb(
        slug="add_phone",
        label=_("Add telephone"),
        icon="mobile-alt",
        act=add_phone,
        may=may_change,
        form_class=PhoneForm,
        done=_("The telephone is noted."),
    ),
    Verb(
        slug="ask",
        label=_("Note a request about data"),
        icon="mail",
        act=ask_about_data,
        may=may_change,
        form_class=RequestForm,
        done=_("The request is noted; answer it under “Requests about data”."),
        explain=_("For a person who asks at the counter or by telephone."),
    ),
)
