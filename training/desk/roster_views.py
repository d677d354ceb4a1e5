"""A class filled from a roster: bring the file, read what would happen, confirm."""

from tempfile import TemporaryFile

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from training.classes.states import ClassState
from training.enrolment.rosters import Verdict, check_roster, seat_roster
from training.enrolment.rules import reasons_class_is_closed
from training.enrolment.states import Channel
from training.organisations.reach import reach_of
from training.organisations.row_pages import RowFormView
from training.people.masking import mask_id_number
from training.people.sheets import name_of_refused, write_rows

from . import roster_drafts
from .own_class import tell
from .roster_forms import RosterForm


def may_bring_rosters(user, training_class):
    """Those who run the school, and the officers of the place where the class is held."""
    reach = reach_of(user)
    return reach.manages(training_class.provider_id) or reach.answers_for(training_class.region)


def takes_rosters(training_class):
    return training_class.state == ClassState.APPROVED and not training_class.is_over


def channel_of(user, training_class):
    runs_it = training_class.provider_id in reach_of(user).providers
    return Channel.PROVIDER if runs_it else Channel.BUREAU


@method_decorator(never_cache, name="dispatch")
class OfRosters(RowFormView):
    row_actions = ["change"]
    form_class = forms.Form
    any_permission_required = ["change"]
    header_icon = "group"

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        if not may_bring_rosters(self.request.user, row):
            raise PermissionDenied
        return row

    @property
    def channel(self):
        return channel_of(self.request.user, self.object)

    @cached_property
    def roster(self):
        return roster_drafts.read(self.request, self.object)

    def keep(self, roster):
        roster_drafts.keep(self.request, self.object, roster)


class RosterView(OfRosters):
    template_name = "training/admin/desk/roster.html"
    form_class = RosterForm
    page_title = _("Enrol from a roster")
    submit_label = _("See what would happen")

    def form_valid(self, form):
        roster, by = form.roster, self.request.user
        try:
            found = check_roster(self.object, roster.lines(), by=by, channel=self.channel)
        except ValidationError as refusal:
            form.add_error("file", refusal)
            return self.form_invalid(form)
        self.keep(roster.answered(found, landed=False))
        return redirect(self.door("roster_check", self.object))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            free=max(self.object.seats - self.object.enrolments.seated().count(), 0),
            closed="" if takes_rosters(self.object) else closed_because(self.object),
            **kwargs,
        )


def closed_because(training_class):
    reasons = reasons_class_is_closed(training_class, timezone.localdate())
    return reasons[0] if reasons else gettext("This class is over.")


class RosterCheckView(OfRosters):
    """What would happen, line by line; and, once it is confirmed, what did."""

    template_name = "training/admin/desk/roster_check.html"

    def get_page_title(self):
        landed = self.roster and self.roster.landed
        return gettext("The roster is in") if landed else gettext("Check the roster")

    def dispatch(self, request, *args, **kwargs):
        if not self.roster:
            return redirect(self.door("roster", self.object))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if not self.roster.landed:
            self.land()
        return redirect(self.door("roster_check", self.object))

    def land(self):
        lines, by = self.roster.lines(), self.request.user
        try:
            outcomes = seat_roster(self.object, lines, by=by, channel=self.channel)
        except ValidationError as refusal:
            return tell(self.request, refusal)
        self.keep(self.roster.answered(outcomes, landed=True))
        seated = sum(outcome.verdict == Verdict.SEATED for outcome in outcomes)
        sentence = ngettext(
            "%(count)d person is enrolled now.", "%(count)d people are enrolled now.", seated
        )
        return messages.success(self.request, sentence % {"count": seated})

    def get_context_data(self, **kwargs):
        outcomes = self.roster.outcomes()
        counted = dict.fromkeys(Verdict, 0)
        for outcome in outcomes:
            counted[outcome.verdict] += 1
        return super().get_context_data(
            roster=self.roster,
            rows=[(row, mask_id_number(row.line.id_number)) for row in _bad_ones_first(outcomes)],
            counted=[(verdict, count) for verdict, count in counted.items() if count],
            to_enrol=counted[Verdict.WILL],
            refused=counted[Verdict.REFUSED],
            again_url=self.door("roster", self.object),
            refused_url=self.door("roster_refused", self.object),
            **kwargs,
        )


def _bad_ones_first(outcomes):
    return sorted(outcomes, key=lambda outcome: (outcome.is_good, outcome.line.number))


class RosterRefusedView(OfRosters):
    """The refused rows as the same kind of file: mended, it is brought again."""

    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        if not self.roster:
            return redirect(self.door("roster", self.object))
        file = TemporaryFile()  # noqa: SIM115  (the response that sends it closes it)
        rows = [[*self.roster.headings, gettext("reason")], *self.roster.refused()]
        write_rows(rows, self.roster.name, file)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=name_of_refused(self.roster.name))
