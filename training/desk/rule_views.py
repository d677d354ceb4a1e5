"""The rules at the desk: a change says which classes it would touch."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from training.classes.queries import book_of
from training.organisations.row_pages import Section
from training.policy.rule_views import RuleAddView, RuleDeleteView, RuleEditView, RuleInspectView
from training.policy.states import RuleKey
from training.policy.viewsets import RuleViewSet

from .rule_classes import ClassesUnder, approved_under, classes_under


@dataclass(frozen=True)
class Consequence:
    classes: ClassesUnder
    template: str = "training/admin/policy/_classes.html"


class TellsOfClasses:
    def consequences(self):
        return [
            *super().consequences(),
            Consequence(classes_under(self.effect, self.request.user)),
        ]


class DeskRuleAddView(TellsOfClasses, RuleAddView):
    pass


class DeskRuleEditView(TellsOfClasses, RuleEditView):
    pass


def kept_by(rule):
    """How many classes keep the rule, as a sentence; empty when none does."""
    count = approved_under(rule)
    if not count:
        return ""
    return ngettext(
        "%(count)d class was approved under this rule and keeps it, whatever is written here.",
        "%(count)d classes were approved under this rule and keep it, whatever is written here.",
        count,
    ) % {"count": count}


class DeskRuleDeleteView(RuleDeleteView):
    def consequences(self):
        return [*super().consequences(), *filter(None, [kept_by(self.object)])]


class DeskRuleInspectView(RuleInspectView):
    def notice(self):
        return kept_by(self.object)


class DeskRuleViewSet(RuleViewSet):
    add_view_class = DeskRuleAddView
    edit_view_class = DeskRuleEditView
    delete_view_class = DeskRuleDeleteView
    inspect_view_class = DeskRuleInspectView


ORDER = {key: number for number, key in enumerate(RuleKey.values)}


def rules_section(training_class):
    """On the page of a class: by which rules it goes, whatever was ruled since."""
    rules = book_of(training_class).rules.values()
    in_order = sorted(rules, key=lambda rule: (ORDER.get(rule.key, len(ORDER)), rule.value))
    return Section(
        "rules",
        _("Rules of this class"),
        "tasks",
        template="training/admin/policy/_class_rules.html",
        context={"rules": in_order, "kept": training_class.ruled is not None},
    )
