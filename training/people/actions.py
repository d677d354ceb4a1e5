import hmac
import secrets
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from training.conf import setting
from training.organisations.errors import ReasonNeeded
from training.organisations.models import Region
from training.organisations.reach import User

from .cleaning import clean_id_number, clean_name, clean_phone
from .encryption import blind_index, blind_indexes
from .errors import (
    AlreadyRegistered,
    CodeExpired,
    ConsentNeeded,
    NameDiffers,
    PhoneDiffers,
    TooManyCodes,
    WrongCode,
)
from .models import Person, PhoneLogin, SignInCode
from .signals import code_made
from .states import CONSENT, RESTING_ON


@transaction.atomic
def register(
    name: str,
    id_number: str,
    phone: str,
    *,
    by: User | None,
    region: Region | None = None,
    vouched: bool = False,
) -> Person:
    """The person of this identity number, entered if new. Doing it twice changes nothing.

    ``vouched``: an officer stands beside the person, so that another phone than the registered
    one is a correction and not a stranger. Raises ``NameDiffers`` or ``PhoneDiffers``.
    Who signs in with the phone may act for the person, so a corrected phone takes that along.
    """
    name, id_number, phone = clean_name(name), clean_id_number(id_number), clean_phone(phone)
    person, created = Person.objects.select_for_update(no_key=True).get_or_create(
        id_index__in=blind_indexes(id_number),  # perhaps not rewritten yet with today's key
        defaults={
            "name": name,
            "id_number": id_number,
            "phone": phone,
            "user": _login_of(phone),
            "region": region,
            "registered_by": by,
            "consented_at": timezone.now(),
        },
    )
    if created:
        log(person, "training.register", user=by)
        return person
    if person.name != name:
        raise NameDiffers
    if person.phone and person.phone != phone and not vouched:
        raise PhoneDiffers(person.masked_phone)
    known = {
        "phone": phone,
        "user": (person.user if person.phone == phone else None) or _login_of(phone),
        "region": person.region or region,
        "consented_at": person.consented_at or timezone.now(),
        "kept_until": None,  # who was erased and comes back is with us again
    }
    if changed := [name for name, value in known.items() if getattr(person, name) != value]:
        for name in changed:
            setattr(person, name, known[name])
        person.save(update_fields=changed)
        log(person, "training.correct_person", user=by, data={"changed": changed})
    return person


def _login_of(phone: str) -> User | None:
    login = PhoneLogin.objects.select_related("user").filter(phone=phone).first()
    return login.user if login else None


def _code_hash(phone: str, code: str) -> str:
    return blind_index(f"{phone}:{code}")


@transaction.atomic
def send_code(phone: str) -> str:
    """Send a six-digit sign-in code; returns it for the demonstration page only.

    Raises ``TooManyCodes`` when the phone was sent its fill in the last hour.
    """
    phone, now = clean_phone(phone), timezone.now()
    codes = SignInCode.objects.filter(phone=phone)
    if codes.filter(created_at__gt=now - timedelta(hours=1)).count() >= setting(
        "CODES_PER_PHONE_PER_HOUR"
    ):
        raise TooManyCodes
    code = f"{secrets.randbelow(10**6):06}"
    # Older codes stop working but are still counted: the limit must not be a way around itself.
    codes.update(expires_at=now)
    minutes = setting("CODE_MINUTES")
    row = SignInCode.objects.create(
        phone=phone,
        code_hash=_code_hash(phone, code),
        expires_at=now + timedelta(minutes=minutes),
    )
    text = _("Your code is %(code)s. It works for %(minutes)d minutes. Tell it to nobody.") % {
        "code": code,
        "minutes": minutes,
    }
    code_made.send(SignInCode, code=row, text=text)
    return code


def prove_phone(phone: str, code: str) -> User:
    """The user who signs in with ``phone``, made on first use, once ``code`` proves it.

    Raises ``CodeExpired`` or ``WrongCode``. A wrong try is counted even though it raises,
    which is why the count is not inside the transaction that would roll it back.
    """
    phone = clean_phone(phone)
    with transaction.atomic():
        row = (
            SignInCode.objects.select_for_update()
            .filter(phone=phone, expires_at__gt=timezone.now(), tries_left__gt=0)
            .order_by("-created_at")
            .first()
        )
        right = row and hmac.compare_digest(row.code_hash, _code_hash(phone, code.strip()))
        if row and not right:
            row.tries_left -= 1
            row.save(update_fields=["tries_left"])
        elif row:
            row.expires_at = timezone.now()
            row.save(update_fields=["expires_at"])
            user = _user_of(phone)
    if not row or not (right or row.tries_left):
        raise CodeExpired
    if not right:
        raise WrongCode(row.tries_left)
    return user


def _user_of(phone: str) -> User:
    user = _login_of(phone)
    if not user:
        user = get_user_model().objects.create_user(username=f"phone-{blind_index(phone)[:20]}")
        PhoneLogin.objects.create(user=user, phone=phone)
        log(user, "training.first_sign_in", user=user)
    Person.objects.filter(phone=phone, user__isnull=True).update(user=user)
    return user


@transaction.atomic
def correct_person(person: Person, *, by: User | None, **facts: object) -> Person:
    """Put facts of the register right; the history names what changed, not the values.

    A corrected phone takes the login along: whoever proves the new phone is the person.
    Raises ``AlreadyRegistered``, or ``ConsentNeeded`` for a sensitive fact nobody agreed to.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    for name, value in facts.items():
        setattr(person, name, value)
    others = Person.objects.with_id_number(person.id_number).exclude(pk=person.pk)
    if others.exists():
        raise AlreadyRegistered
    _refuse_without_consent(person)
    person.full_clean()
    before = Person.objects.get(pk=person.pk)
    if person.phone != before.phone:
        person.user = _login_of(person.phone)
    names = [*facts, "user"]
    changed = [name for name in names if getattr(person, name) != getattr(before, name)]
    if changed:
        person.save()
        log(person, "training.correct_person", user=by, data={"changed": changed})
    return person


def _refuse_without_consent(person: Person) -> None:
    for purpose, names in RESTING_ON.items():
        kept = any(getattr(person, name) for name in names)
        if kept and not getattr(person, CONSENT[purpose]):
            raise ConsentNeeded(purpose)


@transaction.atomic
def reveal_id_number(person: Person, reason: str, *, by: User) -> str:
    """The whole identity number, for a reason that stays on record."""
    if not reason.strip():
        raise ReasonNeeded
    log(person, "training.reveal", user=by, data={"reason": reason.strip()})
    return person.id_number


@transaction.atomic
def reveal_bank_account(person: Person, reason: str, *, by: User) -> str:
    """The whole bank account, for a reason that stays on record."""
    if not reason.strip():
        raise ReasonNeeded
    log(person, "training.reveal_account", user=by, data={"reason": reason.strip()})
    return person.bank_account
