"""The bureau's own order, placed at the desk."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from training.organisations.office import ScopedAddView

from .actions import place_bureau_order
from .forms import BureauOrderForm, bureaus_ordering, changes_lines, line_forms

PROPOSED = ("course", "region", "seats")  # what the address may say about the first line


class OrderAddView(ScopedAddView):
    """Whoever comes from the page of what is wanted finds the first line filled in."""

    page_title = _("New order of the bureau")
    success_message = _("%(object)s is placed and approved; training providers can answer it now.")
    submit_button_label = _("Place the order")

    def get_template_names(self):
        return ["training/admin/orders/add.html"]

    @cached_property
    def bureaus(self):
        bureaus = bureaus_ordering(self.request.user)
        if not bureaus:
            raise PermissionDenied
        return bureaus

    @cached_property
    def data(self):
        return self.request.POST if self.request.method == "POST" else None

    @cached_property
    def lines(self):
        asked = {name: self.request.GET.get(name, "") for name in PROPOSED}
        facts = {name: int(value) for name, value in asked.items() if value.isdecimal()}
        return line_forms(self.data, orderers=self.bureaus, facts=[facts] if facts else ())

    def get_form(self, form_class=None):
        if changes_lines(self.data):
            return BureauOrderForm(initial=self.data.dict(), bureaus=self.bureaus)
        return BureauOrderForm(self.data, bureaus=self.bureaus)

    def post(self, request, *args, **kwargs):
        if changes_lines(self.data):  # the page again, with one line more or less
            self.object = None
            return self.render_to_response(self.get_context_data(form=self.get_form()))
        return super().post(request, *args, **kwargs)

    def is_valid(self, form):
        both = super().is_valid(form) & self.lines.is_valid()
        if not both:
            self.produced_error_message = self.get_error_message()
        return both

    def save_instance(self):
        facts = self.form.cleaned_data
        return place_bureau_order(
            facts["bureau"], self.lines.lines, by=self.request.user, contact=facts["contact"]
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(lines=self.lines, **kwargs)
