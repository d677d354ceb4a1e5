"""The page of a person at the desk: their case, and the doors through which it is carried on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import path
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from training.casework import actions
from training.casework.forms import (
    AboutPersonForm,
    CloseForm,
    ContactAtForm,
    IntroductionForm,
    NeedForm,
    OfficerForm,
    ReopenForm,
    StageForm,
    StepForm,
    StrikeForm,
)
from training.casework.queries import case_of
from training.casework.tables import (
    ATTEMPT_COLUMNS,
    CHAIN_COLUMNS,
    NEED_COLUMNS,
    NUMBER_COLUMNS,
    SERVICE_COLUMNS,
    called,
)
from training.orders.interests import wait_for
from training.orders.states import SaidThrough
from training.orders.tables import INTEREST_COLUMNS
from training.organisations.row_pages import RowFormView, Section
from training.organisations.tables import PlainTable
from training.people.person_pages import PersonInspectView
from training.people.viewsets import PersonViewSet

from .forms import PersonInterestForm

ROWS_SHOWN = 30


@dataclass(frozen=True)
class Entry:
    """Something written down about a person: a door of its own, and the verb behind it."""

    slug: str
    section: str  # where its button stands
    label: Any
    icon: str
    form_class: type[AboutPersonForm]
    act: Callable  # (person, *, by, **what the form gave)
    done: Any
    when: Callable = lambda summary: True
    explain: Any = ""


def is_open(summary):
    return summary.case and not summary.case.closed_on


def strike(person, *, service, reason, by):
    actions.strike_service(service, reason, by=by)


def wait_at_the_desk(person, *, course, region, free_from, by):
    facts = {"free_from": free_from, "channel": SaidThrough.BUREAU}
    return wait_for(person, course, region, by=by, **facts)


ENTRIES = (
    Entry(
        "plan_step",
        "case",
        _("Plan the next step"),
        "calendar-check",
        StepForm,
        actions.plan_step,
        _("The next step is written down."),
        when=lambda summary: not summary.case or is_open(summary),
    ),
    Entry(
        "reach_stage",
        "case",
        _("Move the case on"),
        "arrow-right",
        StageForm,
        actions.reach_stage,
        _("The case has moved on."),
        when=lambda summary: not summary.case or is_open(summary),
    ),
    Entry(
        "name_officer",
        "case",
        _("Name an officer"),
        "user",
        OfficerForm,
        actions.assign_officer,
        _("The officer is named."),
    ),
    Entry(
        "close_case",
        "case",
        _("Close the case"),
        "lock",
        CloseForm,
        actions.close_case,
        _("The case is closed."),
        when=is_open,
        explain=_("Nothing is due any more. A closed case can be opened again."),
    ),
    Entry(
        "reopen_case",
        "case",
        _("Open the case again"),
        "lock-open",
        ReopenForm,
        actions.reopen_case,
        _("The case is open again."),
        when=lambda summary: summary.case and summary.case.closed_on,
    ),
    Entry(
        "record_contact",
        "attempts",
        _("Record a contact attempt"),
        "mobile-alt",
        ContactAtForm,
        actions.attempt_contact,
        _("The attempt is written down."),
    ),
    Entry(
        "record_service",
        "services",
        _("Record a service"),
        "plus",
        IntroductionForm,
        actions.serve,
        _("The service stands on the ledger."),
    ),
    Entry(
        "strike_service",
        "services",
        _("Strike an entry"),
        "bin",
        StrikeForm,
        strike,
        _("The entry is struck out; the reason is on record."),
        when=lambda summary: summary.services,
        explain=_("For what was entered by mistake. It counts no longer on the ledger."),
    ),
    Entry(
        "record_need",
        "needs",
        _("Record what they want to learn"),
        "edit",
        NeedForm,
        actions.record_need,
        _("The wish is written down."),
    ),
    Entry(
        "record_interest",
        "interests",
        _("They want to learn a course"),
        "plus",
        PersonInterestForm,
        wait_at_the_desk,
        _("The wish is written down."),
    ),
)


class EntryView(RowFormView):
    row_actions = ["change"]
    any_permission_required = ["change"]
    entry = None

    def get_form_class(self):
        return self.entry.form_class

    def get_form_kwargs(self):
        more = {"person": self.object, "for_user": self.request.user}
        return super().get_form_kwargs() | more

    def get_page_title(self):
        return self.entry.label

    def get_header_icon(self):
        return self.entry.icon

    def form_valid(self, form):
        try:
            self.entry.act(self.object, by=self.request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.entry.done)
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(explain=self.entry.explain, **kwargs)


class DeskPersonInspectView(PersonInspectView):
    @cached_property
    def summary(self):
        return case_of(self.object, shown=ROWS_SHOWN)

    def entries_of(self, section):
        """The buttons of a section, for those who may write."""
        if not self.may(["change"], self.object):
            return []
        return [
            {"entry": entry, "url": self.door(entry.slug, self.object)}
            for entry in ENTRIES
            if entry.section == section and entry.when(self.summary)
        ]

    def part(self, slug, heading, icon, columns, rows, empty, facts=()):
        return Section(
            slug,
            heading,
            icon,
            PlainTable(columns, rows) if rows else None,
            empty,
            template="training/admin/desk/person_part.html",
            context={"doors": self.entries_of(slug), "facts": facts},
        )

    def sections(self):
        found = self.summary
        given = gettext("Services given: %(count)d") % {"count": found.services_given}
        return [
            self.part(
                *("case", _("Case"), "tasks", CHAIN_COLUMNS, found.stages),
                _("There is no case of this person yet."),
                facts=self.facts_of_case(),
            ),
            self.part(
                *("attempts", _("Contact attempts"), "mobile-alt", ATTEMPT_COLUMNS),
                *(found.attempts, _("Nobody has tried to reach this person yet.")),
            ),
            Section(
                "phones",
                _("Telephones, the one to call first on top"),
                "order",
                PlainTable(NUMBER_COLUMNS, found.numbers) if found.numbers else None,
                _("No telephone is known."),
            ),
            self.part(
                *("services", given, "clipboard-list", SERVICE_COLUMNS, found.services),
                _("Nothing was done for this person yet."),
            ),
            self.part(
                *("needs", _("What they want to learn"), "openquote", NEED_COLUMNS, found.needs),
                _("Nobody has asked this person yet."),
            ),
            self.part(
                *("interests", _("Courses they wait for"), "time", INTEREST_COLUMNS),
                list(self.object.interests.select_related("course", "region")),
                _("They wait for no course."),
            ),
            # The further telephones stand among all of them above, with how the last call ended.
            *(section for section in super().sections() if section.slug != "phones"),
        ]

    def facts_of_case(self):
        officer = (_("Named officer"), called(self.object.officer) or "–")
        if not (case := self.summary.case):
            return [officer]
        step = self.summary.next_step or "–"
        if case.next_on and self.summary.next_step:
            step = gettext("%(step)s (by %(day)s)") % {
                "step": step,
                "day": date_format(case.next_on, "SHORT_DATE_FORMAT"),
            }
        closed = [(_("Closed"), date_format(case.closed_on))] if case.closed_on else []
        return [
            (_("Next step"), step),
            (_("Stage"), case.get_stage_display()),
            officer,
            (_("Opened"), date_format(case.opened_on)),
            *closed,
        ]


class DeskPersonViewSet(PersonViewSet):
    related = (*PersonViewSet.related, "officer", "case")
    inspect_view_class = DeskPersonInspectView

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            *(
                path(
                    f"{entry.slug}/<int:pk>/",
                    self.construct_view(EntryView, entry=entry),
                    name=entry.slug,
                )
                for entry in ENTRIES
            ),
        ]
