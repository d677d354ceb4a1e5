"""The pages of a person in the back office."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from training.organisations.forms import ReasonForm
from training.organisations.office import ScopedAddView, ScopedEditView
from training.organisations.row_pages import RowFormView, ScopedInspectView, Section
from training.organisations.tables import DayColumn, PlainTable

from . import actions
from .person_verbs import PastDayField
from .phones import remove_phone
from .privacy import give_consent, withdraw_consent
from .queries import with_the_same_account
from .standing import untag
from .states import Purpose

never_in_a_report = method_decorator(
    sensitive_post_parameters("id_number", "bank_account", "disability"), name="dispatch"
)


@never_in_a_report
class RegisterView(ScopedAddView):
    page_title = _("Register a person")
    template_name = "training/admin/people/form.html"

    @sensitive_variables()
    def save_instance(self):
        by = self.request.user
        # Only what was filled in: should somebody register the person this minute, that stays.
        facts = {name: value for name, value in self.form.cleaned_data.items() if value}
        agreed = facts.pop("agreed", [])
        short = {name: facts.pop(name, None) for name in ("name", "id_number", "phone", "region")}
        with transaction.atomic():
            person = actions.register(**short, by=by, vouched=True)
            give_consent(person, agreed, by=by)
            return actions.correct_person(person, by=by, **facts)


@never_in_a_report
class CorrectView(ScopedEditView):
    template_name = "training/admin/people/form.html"

    @sensitive_variables()
    def save_instance(self):
        by = self.request.user
        facts = dict(self.form.cleaned_data)
        agreed = facts.pop("agreed")
        with transaction.atomic():
            give_consent(self.object, agreed, by=by)
            person = actions.correct_person(self.object, by=by, **facts)
            for purpose in set(Purpose) - set(agreed):
                person = withdraw_consent(person, purpose, by=by)
        return person


PLACES = [
    Column("get_list_display", label=_("List")),
    DayColumn("since", label=_("Since")),
    DayColumn("until", label=_("Until")),
    Column("reason", label=_("Reason")),
]
TAGS = [
    Column("get_tag_display", label=_("Tag")),
    DayColumn("since", label=_("Since")),
    DayColumn("until", label=_("Until")),
    Column("source", label=_("Source")),
]
PHONES = [
    Column("number", label=_("Telephone")),
    Column("get_relation_display", label=_("Whose")),
    Column("holder", label=_("Full name")),
    Column(
        "trusted", label=_("Trusted contact"), accessor=lambda row: _("Yes") if row.trusted else ""
    ),
]


class PersonInspectView(ScopedInspectView):
    def links(self):
        person = self.object
        enrolments = reverse("training_enrolment:index") + f"?person={person.pk}"
        links = [
            Button(gettext("Their classes"), url=enrolments, icon_name="list-ul"),
            *super().links(),
        ]
        if self.may(["change"], person):
            doors = [("reveal", gettext("Reveal identity number"), "view")]
            if person.bank_account:
                doors.append(("reveal_account", gettext("Reveal bank account"), "view"))
            if person.taggings.filter(until__isnull=True).exists():
                doors.append(("untag", gettext("End a tag"), "cross"))
            if person.phones.exists():
                doors.append(("remove_phone", gettext("Remove a telephone"), "bin"))
            links += [
                Button(label, url=self.door(name, person), icon_name=icon)
                for name, label, icon in doors
            ]
        return links

    def notice(self):
        person = self.object
        sentences = []
        if person.kept_until:
            sentences.append(
                gettext("Erased as far as the law allows; the rest is kept until %(day)s.")
                % {"day": date_format(person.kept_until, "DATE_FORMAT")}
            )
        if others := with_the_same_account(person, self.request.user).count():
            sentences.append(
                ngettext(
                    "The same bank account stands with %(count)d other person.",
                    "The same bank account stands with %(count)d other people.",
                    others,
                )
                % {"count": others}
            )
        return "\n".join(sentences)

    def sections(self):
        person = self.object
        tables = [
            (
                *("lists", _("Place on the five lists"), "list-ol"),
                *(PLACES, person.list_places.all(), _("On none of the five lists.")),
            ),
            ("tags", _("Tags"), "tag", TAGS, person.taggings.all(), _("No tag.")),
            (
                *("phones", _("Other telephones"), "mobile-alt"),
                *(PHONES, person.phones.all(), _("No other telephone.")),
            ),
        ]
        return [
            *super().sections(),
            *(
                Section(slug, heading, icon, PlainTable(columns, rows) if rows else None, empty)
                for slug, heading, icon, columns, rows, empty in tables
            ),
        ]


@method_decorator(never_cache, name="dispatch")
class RevealView(RowFormView):
    """The whole number is shown once, in answer to a reason; nothing is kept in the page."""

    row_actions = ["change"]
    any_permission_required = ["change"]
    form_class = ReasonForm
    template_name = "training/admin/people/reveal.html"
    page_title = _("Reveal identity number")
    header_icon = "view"
    submit_label = _("Show the number")
    what = _("Identity number")
    act = staticmethod(actions.reveal_id_number)

    @sensitive_variables()
    def form_valid(self, form):
        number = self.act(self.object, form.cleaned_data["reason"], by=self.request.user)
        return self.render_to_response(self.get_context_data(form=form, number=number))

    def get_context_data(self, **kwargs):
        return super().get_context_data(what=self.what, **kwargs)


class RevealAccountView(RevealView):
    page_title = _("Reveal bank account")
    what = _("Bank account")
    act = staticmethod(actions.reveal_bank_account)

    def get_object(self, queryset=None):
        person = super().get_object(queryset)
        if not person.bank_account:
            raise Http404
        return person


class UntagForm(forms.Form):
    tagging = forms.ModelChoiceField(None, label=_("Tag"), empty_label=None)
    until = PastDayField(label=_("Until"), help_text=_("The first day it holds no longer."))

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tagging"].queryset = person.taggings.filter(until__isnull=True)


class RemovePhoneForm(forms.Form):
    phone = forms.ModelChoiceField(None, label=_("Telephone"), empty_label=None)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phone"].queryset = person.phones.all()
        self.fields["phone"].label_from_instance = lambda phone: phone.number


class OfPersonView(RowFormView):
    """One of the things that hang on the person is chosen and ended."""

    row_actions = ["change"]
    any_permission_required = ["change"]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"person": self.object}


class UntagView(OfPersonView):
    form_class = UntagForm
    page_title = _("End a tag")
    header_icon = "cross"
    submit_label = _("End it")

    def form_valid(self, form):
        try:
            untag(
                form.cleaned_data["tagging"],
                until=form.cleaned_data["until"],
                by=self.request.user,
            )
        except ValidationError as refusal:
            form.add_error("until", refusal)
            return self.form_invalid(form)
        messages.success(self.request, gettext("The tag has ended."))
        return super().form_valid(form)


class RemovePhoneView(OfPersonView):
    form_class = RemovePhoneForm
    page_title = _("Remove a telephone")
    header_icon = "bin"
    submit_label = _("Remove it")

    def form_valid(self, form):
        remove_phone(form.cleaned_data["phone"], by=self.request.user)
        messages.success(self.request, gettext("The telephone is removed."))
        return super().form_valid(form)
