import factory
from factory.django import DjangoModelFactory
from stdnum.cn import ric

from training.people.models import Person


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
