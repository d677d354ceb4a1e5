import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from stdnum import luhn
from stdnum.cn import ric

from training.people.actions import prove_phone, send_code
from training.people.models import Person
from training.people.states import HardshipCause


def id_number(serial, born="19740312", county="445102"):
    """A well-formed identity number that belongs to nobody."""
    stem = f"{county}{born}{serial % 1000:03}"
    return stem + ric.calc_check_digit(f"{stem}?")  # its last character is never read


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: "陈林黄张李王吴刘蔡杨"[n % 10] + "秀英")
    id_number = factory.Sequence(lambda n: id_number(n, county=f"4451{n // 1000 % 90 + 10}"))
    phone = factory.Sequence("138{:08}".format)


def worker_on(phone, *people):
    """Who signs in with ``phone``; ``people`` are the family that shares it."""
    user = prove_phone(phone, send_code(phone))
    Person.objects.filter(pk__in=[person.pk for person in people]).update(
        user=user, phone=phone, consented_at=timezone.now()
    )
    return user


def card(stem="621226200200123456"):
    """A well-formed number of a bank card that was issued to nobody."""
    return stem + luhn.calc_check_digit(stem)


class SensitivePersonFactory(PersonFactory):
    """Agreed to everything, and told everything."""

    hardship_cause = HardshipCause.ILLNESS
    disability = "肢体三级"
    hardship_consent_at = factory.LazyFunction(timezone.now)
    bank_name = "潮州农商银行"
    bank_holder = factory.SelfAttribute("name")
    bank_account = factory.Sequence(lambda n: card(f"6212262002{n:08}"))
    bank_consent_at = factory.LazyFunction(timezone.now)
    referral_consent_at = factory.LazyFunction(timezone.now)
