import pytest
from django.urls import reverse

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import ProviderFactory, inspector_of, manager_of, officer_of
from training.classes.states import ClassState
from training.notices.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    row = TrainingClassFactory()
    EnrolmentFactory.create_batch(2, training_class=row)
    EnrolmentFactory(training_class=row, person__phone="", person__name="林无号")
    return row


def door(training_class):
    return reverse("training_class:message", args=[training_class.pk])


def looked_at(client, training_class, text="明天请带围裙"):
    """The second form, as the browser sends it."""
    page = client.post(door(training_class), {"text": text})
    form = page.context["form"]
    return page, {"text": form["text"].value(), "seen": "True", "looked_at": text}


@pytest.mark.parametrize("who", ["officer", "manager"])
def test_the_message_is_looked_at_before_it_is_sent(office, training_class, who):
    people = {
        "officer": officer_of(training_class.region),
        "manager": manager_of(training_class.provider),
    }
    client = office(people[who])

    page, form = looked_at(client, training_class)
    assert not Message.objects.exists()
    assert "Send to 2 people" in page.text
    assert "林无号" in page.text
    page = client.post(door(training_class), form, follow=True)

    assert "The message to 2 people is on its way." in page.text
    assert Message.objects.count() == 2


def test_pressed_twice_it_is_sent_once(office, training_class):
    client = office(manager_of(training_class.provider))
    _page, form = looked_at(client, training_class)

    for _press in range(2):
        client.post(door(training_class), form)

    assert Message.objects.count() == 2


def test_words_that_were_changed_are_looked_at_again(office, training_class):
    client = office(manager_of(training_class.provider))
    _page, form = looked_at(client, training_class)

    page = client.post(door(training_class), form | {"text": "后天请带围裙"})

    assert "后天请带围裙" in page.text
    assert not Message.objects.exists()


def test_without_words_nothing_is_sent(office, training_class):
    client = office(manager_of(training_class.provider))

    page = client.post(door(training_class), {"text": "  "})

    assert page.context["form"].errors["text"]


@pytest.mark.parametrize("who", ["another school", "inspector"])
def test_nobody_else_writes_to_a_class(office, training_class, who):
    people = {
        "another school": lambda: manager_of(ProviderFactory(region=training_class.region)),
        "inspector": lambda: inspector_of(training_class.region),
    }
    client = office(people[who]())

    page = client.post(door(training_class), {"text": "甲", "seen": "True", "looked_at": "甲"})

    assert page.status_code in {302, 403, 404}
    assert not Message.objects.exists()


def test_a_class_that_is_prepared_has_nobody_to_write_to(office, training_class):
    training_class.state = ClassState.DRAFT
    training_class.save()
    client = office(manager_of(training_class.provider))

    inspect = client.get(reverse("training_class:inspect", args=[training_class.pk]))

    assert door(training_class) not in inspect.text
    assert client.get(door(training_class)).status_code in {302, 403}
