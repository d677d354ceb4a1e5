"""One message to the trainees of one class: written, looked at, then sent."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from training.classes.states import HELD, ClassState
from training.enrolment.reminders import message_class, readers_of
from training.organisations.reach import reach_of
from training.organisations.row_pages import RowFormView

from .own_class import tell

LONGEST = 300
A_MESSAGE = 70  # characters of Chinese in one text message; more are sent, and cost more


class WordsForm(forms.Form):
    text = forms.CharField(
        label=_("Message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Up to 70 characters go out as one text message. Say which class it is."),
    )
    seen = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())


def may_write_to(user, training_class):
    """Those who run the provider or decide for the place, once people can have a seat."""
    reach = reach_of(user)
    concerned = reach.manages(training_class.provider_id) or reach.answers_for(
        training_class.region
    )
    return concerned and training_class.state in {*HELD, ClassState.CANCELLED}


class MessageClassView(RowFormView):
    row_actions = ["change"]
    any_permission_required = ["change"]
    form_class = WordsForm
    template_name = "training/admin/desk/message.html"
    page_title = _("Message to the trainees")
    header_icon = "mail"
    looked_at = ""

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        if not may_write_to(self.request.user, row):
            raise PermissionDenied
        return row

    @cached_property
    def readers(self):
        return readers_of(self.object)

    @property
    def submit_label(self):
        if not self.looked_at:
            return gettext("Look at it first")
        count = len(self.readers.reached)
        return ngettext("Send to %(count)d person", "Send to %(count)d people", count) % {
            "count": count
        }

    def form_valid(self, form):
        text = form.cleaned_data["text"]
        if form.cleaned_data["seen"] and text == self.request.POST.get("looked_at"):
            return self._send(text)
        self.looked_at = text
        again = self.form_class(initial={"text": text, "seen": True})
        return self.render_to_response(self.get_context_data(form=again))

    def _send(self, text):
        try:
            readers = message_class(self.object, text, by=self.request.user)
        except ValidationError as refusal:
            tell(self.request, refusal)
            return redirect(self.get_success_url())
        count = len(readers.reached)
        sentence = ngettext(
            "The message to %(count)d person is on its way.",
            "The message to %(count)d people is on its way.",
            count,
        )
        messages.success(self.request, sentence % {"count": count})
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            readers=self.readers, looked_at=self.looked_at, one_message=A_MESSAGE, **kwargs
        )
