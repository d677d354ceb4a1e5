"""Comparisons with other offices' lists: what differs, since when, and what was decided."""

import json
from operator import attrgetter

from django.db.models import Count, F
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from training.organisations.filters import LinkedRowFilter, ScopedFilterSet
from training.organisations.office import ScopedIndexView, ScopedModelViewSet
from training.organisations.row_pages import RowFormView, ScopedInspectView, Section, Verb
from training.organisations.tables import DayColumn, PlainTable, RegionColumn
from training.people.headings import COLUMNS
from training.people.masking import mask_id_number
from training.people.models import Person

from .comparing import decide, decide_all, previous_of, settled_since
from .forms import DecideAllForm, NoteForm, about_label
from .models import Comparison, Difference, RegisterFile
from .states import Decision, DifferenceKind


def about(comparison):
    return about_label(comparison.about)


class ComparisonIndexView(ScopedIndexView):
    @cached_property
    def header_buttons(self):
        if not self.request.user.has_perm("training.add_registerfile"):
            return super().header_buttons
        url = reverse("training_register_file:compare")
        begin = HeaderButton(gettext("Compare a list"), url=url, icon_name="plus")
        return [begin, *super().header_buttons]


class ComparisonView(ScopedInspectView):
    def links(self):
        url = reverse("training_difference:index") + f"?comparison={self.object.pk}"
        links = [Button(gettext("All differences"), url=url, icon_name="list-ul")]
        if self.may(["change"], self.object):
            decide_url = self.door("decide", self.object)
            links.append(Button(gettext("Decide together"), url=decide_url, icon_name="check"))
        if self._reads_the_file():
            file_url = reverse("training_register_file:inspect", args=[self.object.file_id])
            links.append(Button(gettext("To the file"), url=file_url, icon_name="upload"))
        return links

    def _reads_the_file(self):
        """An inspector reads what was compared, and not the file it came from."""
        user = self.request.user
        files = RegisterFile.objects.visible_to(user).filter(pk=self.object.file_id)
        return user.has_perm("training.change_registerfile") and files.exists()

    def notice(self):
        refused = self.object.file.refused
        if not refused:
            return ""
        return ngettext(
            "%(count)d row of their list could not be read; this person may stand below as "
            "“only in our register”. The file tells why.",
            "%(count)d rows of their list could not be read; these people may stand below as "
            "“only in our register”. The file tells why.",
            refused,
        ) % {"count": refused}

    def sections(self):
        return [self._by_kind(), self._since_last_time()]

    def _by_kind(self):
        counted = self.object.differences.values("kind", "decision").annotate(count=Count("pk"))
        count = {(row["kind"], row["decision"]): row["count"] for row in counted}
        rows = [
            {
                "kind": kind.label,
                "all": sum(count.get((kind, decision), 0) for decision in Decision),
                "open": count.get((kind, Decision.OPEN), 0),
            }
            for kind in DifferenceKind
        ]
        columns = [
            Column("kind", label=_("Kind of difference")),
            Column("all", label=_("Found")),
            Column("open", label=_("To be decided")),
        ]
        return Section(
            slug="kinds", heading=_("Differences"), icon="list-ul", table=PlainTable(columns, rows)
        )

    def _since_last_time(self):
        previous = previous_of(self.object)
        if not previous:
            return Section(
                slug="since",
                heading=_("Since the last list"),
                icon="history",
                empty=_("This is the first list of this office about these people."),
            )
        new = self.object.differences.filter(since=F("comparison__as_of")).count()
        rows = [
            {"what": _("New differences"), "count": new},
            {"what": _("Settled since"), "count": settled_since(self.object)},
            {"what": _("Still standing"), "count": self.object.differences.count() - new},
        ]
        columns = [
            Column("what", label=str(previous)),
            Column("count", label=_("Differences")),
        ]
        return Section(
            slug="since",
            heading=_("Since the last list"),
            icon="history",
            table=PlainTable(columns, rows),
        )


class DecideAllView(RowFormView):
    row_actions = ["change"]
    any_permission_required = ["change"]
    form_class = DecideAllForm
    page_title = _("Decide together")
    header_icon = "check"
    submit_label = _("Decide")

    def form_valid(self, form):
        chosen = form.cleaned_data
        done, skipped = decide_all(
            self.object,
            DifferenceKind(chosen["kind"]),
            Decision(chosen["decision"]),
            chosen["note"],
            by=self.request.user,
        )
        messages.success(
            self.request,
            ngettext("%(count)d difference decided.", "%(count)d differences decided.", done)
            % {"count": done},
        )
        if skipped:
            messages.warning(
                self.request,
                ngettext(
                    "%(count)d could not be taken over; open it to read why.",
                    "%(count)d could not be taken over; open them to read why.",
                    skipped,
                )
                % {"count": skipped},
            )
        return redirect(self.get_success_url())


class ComparisonViewSet(ScopedModelViewSet):
    model = Comparison
    name = "training_comparison"
    icon = "list-ul"
    menu_label = _("Comparisons")
    closed = frozenset({"add", "edit", "delete"})
    related = ("region__parent", "file")
    index_view_class = ComparisonIndexView
    inspect_view_class = ComparisonView
    list_display = [
        "office",
        Column("about", label=_("Who is on it"), accessor=about),
        RegionColumn(),
        DayColumn("as_of", label=_("List of the day"), sort_key="as_of"),
        Column("agreeing", label=_("Agreeing")),
        Column("only_here", label=_("Only here")),
        Column("only_there", label=_("Only there")),
        Column("differing", label=_("Differing")),
    ]
    list_export = ["office", "as_of", "agreeing", "only_here", "only_there", "differing"]
    search_fields = ["office"]
    inspect_view_fields = [
        "office",
        (_("Who is on it"), about),
        "region",
        "as_of",
        "agreeing",
        "only_here",
        "only_there",
        "differing",
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("decide/<int:pk>/", self.construct_view(DecideAllView), name="decide"),
        ]


def who(difference):
    """The person's name; of whom only the other office names, the name on its list.

    They may be registered elsewhere, and a list of numbers must not tell the names to them.
    """
    if difference.kind != DifferenceKind.ONLY_THERE and difference.person:
        return difference.person.name
    columns = difference.comparison.file.columns
    return json.loads(difference.theirs)[columns["name"]] if difference.theirs else "–"


def their_row(difference):
    """What the other office says of somebody we do not know; what needs a consent is left out."""
    cells = json.loads(difference.theirs)
    places = difference.comparison.file.columns
    for column in COLUMNS:
        said = cells[places[column.field]] if column.field in places else ""
        if said and not column.sensitive:
            yield {
                "fact": column.label,
                "said": mask_id_number(said) if column.field == "id_number" else said,
            }


def page_of(difference):
    return reverse("training_difference:inspect", args=[difference.pk])


def fact(difference):
    if not difference.field:
        return ""
    return Person._meta.get_field(difference.field.removesuffix("_id")).verbose_name


def said(side):
    """A fact as people read it: the word for a choice, the name of a place."""

    def read(difference):
        value = getattr(difference, side)
        if not difference.field:
            return ""
        field = Person._meta.get_field(difference.field.removesuffix("_id"))
        if field.is_relation:
            row = field.related_model.objects.filter(pk=value).first() if value else None
            return str(row or "–")
        return str(dict(field.flatchoices).get(value, value) or "–")

    return read


def may_decide(user, difference):
    return Difference.objects.visible_to(user).filter(pk=difference.pk).exists() and user.has_perm(
        "training.change_difference"
    )


def deciding(decision, label, icon, explain):
    def act(difference, *, by, note):
        decide(difference, decision, note, by=by)

    return Verb(
        slug=decision.value,
        label=label,
        icon=icon,
        act=act,
        may=may_decide,
        when=lambda row: row.decision not in {decision, Decision.THEIRS},
        form_class=NoteForm,
        done=_("The decision is kept."),
        explain=explain,
    )


class DifferenceFilterSet(ScopedFilterSet):
    comparison = LinkedRowFilter(queryset=Comparison.objects.all())

    class Meta:
        model = Difference
        fields = ["comparison", "kind", "decision"]


class DifferenceInspectView(ScopedInspectView):
    def links(self):
        links = super().links()
        pk = self.object.person_id
        if pk and Person.objects.visible_to(self.request.user).filter(pk=pk).exists():
            url = reverse("training_person:inspect", args=[pk])
            links.append(Button(gettext("To the person"), url=url, icon_name="user"))
        return links

    def sections(self):
        if self.object.kind != DifferenceKind.ONLY_THERE or not self.object.theirs:
            return []
        columns = [
            Column("fact", label=_("Fact")),
            Column("said", label=_("On their list")),
        ]
        rows = list(their_row(self.object))
        table = PlainTable(columns, rows)
        return [Section(slug="row", heading=_("What their list says"), icon="user", table=table)]

    def get_breadcrumbs_items(self):
        *above, _row = super().get_breadcrumbs_items()
        return [*above, {"url": "", "label": who(self.object)}]

    def get_page_title(self):
        return who(self.object)

    @cached_property
    def header_title(self):
        return who(self.object)


class DifferenceViewSet(ScopedModelViewSet):
    model = Difference
    name = "training_difference"
    icon = "list-ul"
    menu_label = _("Differences")
    closed = frozenset({"add", "edit", "delete"})
    related = ("comparison__file", "comparison__region", "person")
    inspect_view_class = DifferenceInspectView
    verbs = (
        deciding(Decision.OURS, _("Ours is right"), "check", _("The register stays as it is.")),
        deciding(
            Decision.THEIRS,
            _("Theirs is right"),
            "download",
            _(
                "The register is put right at once: the fact is changed, the person is entered, or "
                "the tag or place on the list begins or ends on the day of their list."
            ),
        ),
        deciding(
            Decision.ASK,
            _("To be asked on the spot"),
            "help",
            _("It stays open until somebody has asked. Write down whom to ask."),
        ),
    )
    list_display = [
        TitleColumn("who", label=_("Full name"), accessor=who, get_url=page_of),
        Column("get_kind_display", label=_("Kind of difference"), sort_key="kind"),
        Column("fact", label=_("Fact"), accessor=fact),
        Column("ours", label=_("Ours"), accessor=said("ours")),
        Column("theirs", label=_("Theirs"), accessor=said("theirs")),
        DayColumn("since", label=_("Stands since"), sort_key="since"),
        Column("get_decision_display", label=_("Decision"), sort_key="decision"),
    ]
    list_export = ["get_kind_display", "field", "since", "get_decision_display", "note"]
    filterset_class = DifferenceFilterSet
    search_fields = ["person__name"]
    inspect_view_fields = [
        (_("Comparison"), attrgetter("comparison")),
        (_("Full name"), who),
        "kind",
        (_("Fact"), fact),
        (_("Ours"), said("ours")),
        (_("Theirs"), said("theirs")),
        "since",
        "decision",
        "note",
        "decided_by",
        (_("Decided on"), attrgetter("decided_at")),
    ]
