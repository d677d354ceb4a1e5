"""The pages on which a rule is written: first checked, then saved as it was checked."""

from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button, HeaderButton

from training.organisations.office import (
    ScopedAddView,
    ScopedDeleteView,
    ScopedEditView,
    ScopedIndexView,
)
from training.organisations.row_pages import ScopedInspectView, Section

from .applying import address_of
from .effects import effect_of, in_short, without
from .spans import spans


class CheckedFirst:
    """Nothing is saved before its writer has read what it would change."""

    effect = None
    template_name = "training/admin/policy/form.html"

    def form_valid(self, form):
        if self.request.POST.get("checked") == form.fingerprint:
            return super().form_valid(form)
        self.form = form
        self.effect = effect_of(form.instance, self.row_before())
        return self.render_to_response(self.get_context_data(form=form))

    def row_before(self):
        return None

    def consequences(self):
        """More to read, from the rooms that go by the rules: sections with rows or sentences."""
        return []

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.effect is None:
            return context | {
                "submit_button_label": gettext("Check"),
                "submit_button_active_label": gettext("Checking…"),
            }
        return context | {
            "effect": self.effect,
            "consequences": self.consequences(),
            "checked": self.form.fingerprint,
            "changed_since": bool(self.request.POST.get("checked")),
            "submit_button_label": gettext("Save"),
            "submit_button_active_label": gettext("Saving…"),
        }


class RuleAddView(CheckedFirst, ScopedAddView):
    page_title = _("New rule")


class RuleEditView(CheckedFirst, ScopedEditView):
    def row_before(self):
        return self.rows().get(pk=self.object.pk)


class RuleDeleteView(ScopedDeleteView):
    template_name = "training/admin/policy/delete.html"

    def consequences(self):
        after = without(self.object)
        if after is None:
            return [gettext("Then nobody has ruled on this there.")]
        return [gettext("Then there counts: %(rule)s.") % {"rule": in_short(after)}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(consequences=self.consequences(), **kwargs)


class RuleIndexView(ScopedIndexView):
    @cached_property
    def header_buttons(self):
        look_up = HeaderButton(gettext("Which rule applies"), url=address_of(), icon_name="search")
        return [*super().header_buttons, look_up]


class RuleInspectView(ScopedInspectView):
    def links(self):
        url = address_of(self.object.region)
        there = Button(gettext("All that applies there"), url=url, icon_name="search")
        return [*super().links(), there]

    def sections(self):
        """What else is ruled on the same question there, before and after."""
        rows = [*effect_of(self.object).above, self.object]
        return [
            Section(
                "spans",
                gettext("What counts there, one after the other"),
                "history",
                template="training/admin/policy/_spans_there.html",
                context={"spans": spans(rows), "marked": self.object},
            )
        ]
