"""Other numbers a person can be reached by, besides the one they sign in with."""

import unicodedata

import phonenumbers
from django.db import transaction
from wagtail.log_actions import log

from training.organisations.reach import User

from .errors import NotATelephone
from .models import Person, Phone
from .states import Relation

CHINA = 86


def clean_telephone(raw: str) -> str:
    """Any possible telephone, landlines included: digits of the mainland, or `+` and the rest."""
    try:
        parsed = phonenumbers.parse(unicodedata.normalize("NFKC", raw), "CN")
    except phonenumbers.NumberParseException:
        raise NotATelephone from None
    if not phonenumbers.is_possible_number(parsed):
        raise NotATelephone
    if parsed.country_code != CHINA:
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    number = str(parsed.national_number)
    # A landline is called with the 0 of its area, a mobile number without.
    return number if number.startswith("1") else f"0{number}"


@transaction.atomic
def add_phone(
    person: Person,
    *,
    number: str,
    relation: Relation = Relation.OWN,
    holder: str = "",
    trusted: bool = False,
    by: User | None,
) -> Phone:
    """Note another number of the person; of a number already there, put the rest right."""
    facts = {"relation": relation, "holder": holder.strip(), "trusted": trusted}
    phone, created = person.phones.get_or_create(number=clean_telephone(number), defaults=facts)
    if created or any(getattr(phone, name) != value for name, value in facts.items()):
        for name, value in facts.items():
            setattr(phone, name, value)
        phone.save()
        log(person, "training.add_phone", user=by)
    return phone


@transaction.atomic
def remove_phone(phone: Phone, *, by: User | None) -> None:
    deleted, _rows = Phone.objects.filter(pk=phone.pk).delete()
    if deleted:
        log(phone.person, "training.remove_phone", user=by)
