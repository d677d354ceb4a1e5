"""What trainees wrote, read by the bureau before the provider may see it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from training.organisations.filters import ScopedFilterSet
from training.organisations.office import ScopedModelViewSet
from training.organisations.reach import reach_of
from training.organisations.row_pages import Verb

from . import actions
from .models import Comment, Question


def answers_for(user, comment):
    return reach_of(user).answers_for(comment.training_class.region)


RELEASE = Verb(
    slug="release",
    label=_("Show to the provider"),
    icon="view",
    act=actions.release_comment,
    may=answers_for,
    when=lambda comment: not comment.released,
    done=_("The provider can read this comment now."),
)
WITHHOLD = Verb(
    slug="withhold",
    label=_("Hide from the provider"),
    icon="no-view",
    act=actions.withhold_comment,
    may=answers_for,
    when=lambda comment: comment.released,
    done=_("The provider can no longer read this comment."),
)


class CommentFilterSet(ScopedFilterSet):
    class Meta:
        model = Comment
        fields = ["released"]


class CommentViewSet(ScopedModelViewSet):
    """Nobody writes or deletes a comment here; it is only released."""

    model = Comment
    name = "training_comment"
    icon = "comment"
    menu_label = _("Comments of trainees")
    closed = frozenset({"add", "edit", "delete"})
    verbs = (RELEASE, WITHHOLD)
    related = ("training_class__course", "training_class__venue__region")
    list_display = [
        "__str__",
        Column("training_class", label=_("Class"), sort_key="training_class__number"),
        BooleanColumn("released", label=_("Shown to the provider"), sort_key="released"),
    ]
    filterset_class = CommentFilterSet
    search_fields = ["text", "training_class__number"]
    inspect_view_fields = ["text", "training_class", "released"]


class QuestionViewSet(ScopedModelViewSet):
    model = Question
    name = "training_question"
    icon = "help"
    list_display = [
        "text",
        "text_en",
        BooleanColumn("overall", label=_("Overall")),
        "position",
        BooleanColumn("active", label=_("Active")),
    ]
    search_fields = ["text", "text_en"]
    inspect_view_fields = ["text", "text_en", "slug", "overall", "position", "active"]
    panels = [
        FieldRowPanel(["text", "text_en"]),
        FieldRowPanel(["slug", "position"]),
        FieldRowPanel(["overall", "active"]),
    ]
