"""The seats of a class on its page: what they are used for, who waits, reserving and merging."""

from collections import Counter

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import Button

from training.classes.models import TrainingClass
from training.classes.states import ClassState
from training.enrolment import allotting
from training.enrolment.places import places_of
from training.enrolment.states import SeatUse
from training.organisations.forms import narrow_choices
from training.organisations.models import Employer, Region
from training.organisations.reach import deciding, reach_of
from training.organisations.row_pages import RowFormView, Section

QUEUE_SHOWN = 20


def ledger_section(training_class, user):
    """How many seats are used for what, and the head of the queue."""
    today = timezone.localdate()
    counts = Counter()
    rows = training_class.ledger.values_list("use", "reserve__until", "beyond_because")
    for use, reserved_until, beyond in rows:
        if beyond:
            counts["beyond"] += 1
        elif use == SeatUse.FREE and reserved_until and reserved_until >= today:
            counts["reserved"] += 1
        else:
            counts[use] += 1
    made = sum(counts.values()) - counts["beyond"]
    counts[SeatUse.FREE] += max(training_class.seats - made, 0)  # rows nobody needed yet
    queue = training_class.waiting.in_queue().in_order().select_related("person", "party")
    return Section(
        "seats",
        _("Seats and waiting list"),
        "list-ol",
        template="training/admin/desk/_seats.html",
        context={
            "training_class": training_class,
            "uses": _told(counts),
            "places": places_of(queue[:QUEUE_SHOWN]),
            "all": queue.count(),
            "list_url": reverse("training_waiting:index") + f"?training_class={training_class.pk}",
        },
    )


def _told(counts):
    words = {
        SeatUse.TAKEN: _("Taken"),
        SeatUse.OFFERED: _("Offered to those who wait"),
        SeatUse.HELD: _("Held while somebody enrols"),
        "reserved": _("Reserved"),
        SeatUse.FREE: _("Free"),
        "beyond": _("Beyond the approved size"),
    }
    shown = {SeatUse.TAKEN, SeatUse.FREE}
    return [(label, counts[use]) for use, label in words.items() if counts[use] or use in shown]


class OfficersFormView(RowFormView):
    """A form about a class for the officers of its place."""

    row_actions = ["change"]

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        if not reach_of(self.request.user).answers_for(row.region):
            raise PermissionDenied
        return row

    def form_valid(self, form):
        try:
            sentence = self.act(form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.form_invalid(form)
        messages.success(self.request, sentence)
        return super().form_valid(form)


class ReserveForm(forms.Form):
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=9999)
    employer = forms.ModelChoiceField(
        Employer.objects.active(), label=_("For people of this employer"), required=False
    )
    region = forms.ModelChoiceField(
        Region.objects.all(), label=_("For people of this place"), required=False
    )
    until = forms.DateField(
        label=_("Kept until"),
        widget=AdminDateInput,
        help_text=_("After this day they are for everybody."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args, for_user, training_class, **kwargs):
        super().__init__(*args, **kwargs)
        self.training_class = training_class
        narrow_choices(self.fields, for_user)

    def clean_until(self):
        day = self.cleaned_data["until"]
        if not timezone.localdate() <= day < self.training_class.starts_on:
            raise ValidationError(_("Please choose a day from today to the eve of the class."))
        return day

    def clean(self):
        data = super().clean()
        if bool(data.get("employer")) == bool(data.get("region")):
            raise ValidationError(_("Please choose an employer or a place, one of them."))
        return data


class ReserveView(OfficersFormView):
    form_class = ReserveForm
    page_title = _("Reserve seats")
    header_icon = "lock"
    submit_label = _("Reserve")

    def get_form_kwargs(self):
        ours = {"for_user": self.request.user, "training_class": self.object}
        return super().get_form_kwargs() | ours

    def act(self, data):
        allotting.reserve_seats(self.object, by=self.request.user, **data)
        return gettext("The seats are reserved.")


class MergeForm(forms.Form):
    target = forms.ModelChoiceField(
        TrainingClass.objects.none(),
        label=_("Into which class"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The trainees and those who wait read it."),
    )

    def __init__(self, *args, targets, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = targets
        self.fields["target"].label_from_instance = self.told

    @staticmethod
    def told(row):
        return gettext("%(class)s, from %(day)s, %(venue)s") % {
            "class": row,
            "day": row.starts_on,
            "venue": row.venue,
        }


def targets_of(training_class, user):
    """The classes into which this one may be merged, as far as the user decides on them."""
    decided = TrainingClass.objects.visible_to(deciding(user))
    return (
        decided.filter(course=training_class.course_id, state=ClassState.APPROVED)
        .filter(starts_on__gt=timezone.localdate())
        .exclude(pk=training_class.pk)
        .select_related("course", "venue__region")
    )


class MergeView(OfficersFormView):
    """Everybody of this class goes into another of the same course; this one is cancelled."""

    form_class = MergeForm
    page_title = _("Merge into another class")
    header_icon = "resubmit"
    submit_label = _("Merge the classes")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"targets": targets_of(self.object, self.request.user)}

    def act(self, data):
        target = data["target"]
        if not reach_of(self.request.user).answers_for(target.region):
            raise PermissionDenied
        allotting.merge_classes(self.object, target, data["reason"], by=self.request.user)
        return gettext("The classes are one. Everybody moved, and this one is cancelled.")

    def get_context_data(self, **kwargs):
        explain = _(
            "Everybody with a seat keeps one there; those who wait join its waiting list in the "
            "order in which all of them came. This class is cancelled. This cannot be undone."
        )
        if not targets_of(self.object, self.request.user):
            explain = _("No other class of this course is to come in your place.")
        return super().get_context_data(explain=explain, serious=True, **kwargs)


def seat_links(view):
    """Doors for the officers of the place, while the class is to come."""
    row, user = view.object, view.request.user
    to_come = row.state == ClassState.APPROVED and row.starts_on > timezone.localdate()
    if not (to_come and reach_of(user).answers_for(row.region) and view.may(["change"], row)):
        return []
    links = [Button(gettext("Reserve seats"), url=view.door("reserve", row), icon_name="lock")]
    if targets_of(row, user):
        url = view.door("merge", row)
        links.append(Button(gettext("Merge into another class"), url=url, icon_name="resubmit"))
    return links


SEAT_DOORS = {"reserve": ReserveView, "merge": MergeView}
