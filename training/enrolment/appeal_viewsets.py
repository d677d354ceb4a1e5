"""Appeals as the bureau decides them, and the papers of a seat as school and bureau see them."""

from operator import attrgetter

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from training.organisations.filters import RegionFilter, ScopedFilterSet, StateFilter
from training.organisations.office import ScopedModelViewSet
from training.organisations.reach import reach_of
from training.organisations.row_pages import ScopedInspectView, Section, Verb
from training.organisations.tables import PlainTable, RegionColumn, StateColumn

from .appeal_actions import refuse_appeal, uphold_appeal
from .appeals import Appeal
from .eligibility_actions import see_papers
from .eligibility_queries import papers_wanted
from .eligibility_states import AppealState
from .states import SEATED


class AppealFilterSet(ScopedFilterSet):
    state = StateFilter(choices=AppealState.choices)
    region = RegionFilter(field_name="training_class__venue__region")

    class Meta:
        model = Appeal
        fields = ["state", "region"]


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person reads this. Name the rule or the fact."),
        error_messages={"required": _("Please give the reason; it will be read.")},
    )


def decides(user, appeal):
    """The office of the place where the class is held; nobody about themselves."""
    own = appeal.person.user_id == user.pk
    return reach_of(user).answers_for(appeal.training_class.region) and not own


def waits(appeal):
    return appeal.state == AppealState.OPEN


VERBS = (
    Verb(
        slug="uphold",
        label=_("Uphold"),
        icon="check",
        act=uphold_appeal,
        may=decides,
        when=waits,
        form_class=AnswerForm,
        done=_("The person reads your answer and can enrol in this class now."),
        explain=_("These reasons will no longer count for this person in this class."),
    ),
    Verb(
        slug="refuse",
        label=_("Refuse"),
        icon="cross",
        act=refuse_appeal,
        may=decides,
        when=waits,
        form_class=AnswerForm,
        done=_("The person reads your answer on “My class”."),
        explain=_("Who is refused may complain; so name the rule or the fact."),
    ),
)


def told(row):
    return "\n".join(str(reason.sentence) for reason in row.told)


def sources(appeal):
    return "\n".join(dict.fromkeys(row.source for row in appeal.told if row.source))


def who_made_it(appeal):
    """The login of a worker is a riddle to everybody; an officer who noted it has a name."""
    user = appeal.made_by
    if user and user.pk == appeal.person.user_id:
        return gettext("The person")
    return (user.get_full_name() or user.get_username()) if user else ""


class AppealViewSet(ScopedModelViewSet):
    model = Appeal
    name = "training_appeal"
    icon = "comment"
    menu_label = _("Appeals")
    closed = frozenset({"add", "edit", "delete"})
    verbs = VERBS
    related = ("person", "training_class__course", "training_class__venue__region")
    list_display = [
        "person",
        Column("training_class", label=_("Class"), sort_key="training_class__number"),
        RegionColumn("training_class.venue.region"),
        DateColumn("made_at", label=_("Made on"), sort_key="made_at"),
        StateColumn(waiting={AppealState.OPEN}),
    ]
    list_export = [
        "person.name",
        "training_class.number",
        "training_class.course.name",
        "made_at",
        "get_state_display",
        "decided_at",
    ]
    export_headings = {
        "person.name": _("Full name"),
        "training_class.number": _("Class number"),
        "training_class.course.name": _("Course"),
        "get_state_display": _("State"),
    }
    filterset_class = AppealFilterSet
    search_fields = ["person__name", "training_class__number"]
    inspect_view_fields = [
        "state",
        "person",
        "training_class",
        (_("What the rules said"), told),
        (_("Source"), sources),
        "words",
        "made_at",
        (_("Who made it"), who_made_it),
        "answer",
        (_("Answered on"), attrgetter("decided_at")),
        "decided_by",
    ]


# The page of a seat


def sees_papers(user, enrolment):
    training_class = enrolment.training_class
    reach = reach_of(user)
    return reach.manages(training_class.provider_id) or reach.answers_for(training_class.region)


def who_saw_it(paper):
    user = paper.seen_by
    return (user.get_full_name() or user.get_username()) if user else ""


PAPER_VERBS = (
    Verb(
        slug="papers_seen",
        label=_("Paper seen"),
        icon="check",
        act=see_papers,
        may=sees_papers,
        when=lambda enrolment: enrolment.state in SEATED and bool(papers_wanted(enrolment)),
        done=_("It is noted that you saw the paper."),
        explain=_("Say so only when you held the paper in your hands and it is this person's."),
    ),
)
CHECK_COLUMNS = [
    Column("get_moment_display", label=_("Checked")),
    DateColumn("checked_at", label=_("Day")),
    Column("get_answer_display", label=_("Verdict")),
    Column("told", label=_("Reasons"), accessor=told),
]
PAPER_COLUMNS = [
    Column("code", label=_("Paper"), accessor="label"),
    DateColumn("seen_at", label=_("Seen on")),
    Column("seen_by", label=_("Seen by"), accessor=who_saw_it),
]


class SeatInspectView(ScopedInspectView):
    """A seat, what the rules said of it at each moment, and the papers somebody saw."""

    def sections(self):
        checks = list(self.object.checks.all())
        papers = list(self.object.papers.select_related("seen_by"))
        return [
            Section(
                "checks",
                _("What the rules said"),
                "tasks",
                PlainTable(CHECK_COLUMNS, checks) if checks else None,
                empty=_("This seat was taken before answers were kept."),
            ),
            Section(
                "papers",
                _("Papers seen"),
                "doc-full",
                PlainTable(PAPER_COLUMNS, papers) if papers else None,
                empty=_("No paper was seen."),
            ),
        ]
