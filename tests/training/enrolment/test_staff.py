from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.orders import OrderLineFactory
from tests.factories.organisations import EmployerFactory, manager_of, member, officer_of
from tests.factories.people import PersonFactory, id_number
from training.classes.states import ClassState
from training.enrolment.models import Enrolment
from training.enrolment.staff_seats import StaffSeat
from training.enrolment.states import Channel, EnrolmentState
from training.orders.models import Offer
from training.orders.states import OrderState
from training.organisations.states import Role
from training.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    training_class = TrainingClassFactory(seats=10)
    line = OrderLineFactory(course=training_class.course)
    return Offer.objects.create(line=line, training_class=training_class, seats=3)


@pytest.fixture
def boss(client, offer):
    client.user = member(Role.EMPLOYER, offer.line.order.employer)
    client.force_login(client.user)
    return client


def page_of(offer):
    return f"/en/orders/{offer.line.order_id}/classes/{offer.training_class_id}/staff/"


def staff(*serials, **changed):
    """What the form sends for these people."""
    data = {
        "name": ["林阿婆"] * len(serials),
        "id_number": [id_number(serial) for serial in serials],
        "phone": [f"139{serial:08}" for serial in serials],
        "agreed": "on",
    }
    return data | changed


def test_an_employer_enrols_its_people(boss, offer):
    page = boss.post(page_of(offer), staff(1, 2), follow=True)

    assertRedirects(page, page_of(offer))
    assertContains(page, "2 of your people are enrolled now.")
    seats = Enrolment.objects.all()
    assert {(row.channel, row.enrolled_by) for row in seats} == {(Channel.EMPLOYER, boss.user)}
    assert {row.staff_seat.offer for row in seats} == {offer}


def test_the_page_offers_twelve_lines_and_more_keep_what_is_written(boss, offer):
    assert len(boss.get(page_of(offer)).context["asked"]) == 12

    page = boss.post(page_of(offer), staff(1, more="1", all_or_none="on"))

    assert len(page.context["asked"]) == 13
    assertContains(page, id_number(1))
    assert page.context["form"].initial == {"agreed": True, "all_or_none": True, "wait": False}
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "pasted",
    [
        f"林阿婆\t{id_number(1)}\t13900000001\r\n陈秀英\t{id_number(2)}\t13900000002\r\n",
        f"林阿婆,{id_number(1)},13900000001\n陈秀英，{id_number(2)}，13900000002",
        f"1\t林阿婆\t{id_number(1)}\t13900000001\n\n2\t陈秀英\t{id_number(2)}\t13900000002",
        f"电话\t证件号\t姓名\n13900000001\t{id_number(1)}\t林阿婆\n13900000002\t{id_number(2)}\t陈秀英",
        f"林阿婆 {id_number(1)} 13900000001\n陈秀英　{id_number(2)}　13900000002",
    ],
    ids=["tabs", "commas", "serials", "headings", "spaces"],
)
def test_people_are_pasted_out_of_a_spreadsheet(pasted, boss, offer):
    boss.post(page_of(offer), {"pasted": pasted, "agreed": "on"})

    people = Person.objects.order_by("phone").values_list("name", "phone")
    assert list(people) == [("林阿婆", "13900000001"), ("陈秀英", "13900000002")]


def test_nobody_is_enrolled_without_having_agreed(boss, offer):
    page = boss.post(page_of(offer), staff(1, agreed=""))

    assertContains(page, "Nobody can be enrolled without having agreed.")
    assertContains(page, id_number(1))  # what was typed is not lost
    assert not Person.objects.exists()


def test_an_empty_form_asks_for_somebody(boss, offer):
    assertContains(boss.post(page_of(offer), {"agreed": "on"}), "name at least one person")


def test_good_lines_land_and_the_bad_one_stays_with_its_reason(boss, offer):
    page = boss.post(page_of(offer), staff(1, 2, phone=["13900000001", "13"]))

    (left,) = page.context["asked"]
    assert left.line.id_number == id_number(2)
    assertContains(page, "This is not a telephone number.")
    assert Enrolment.objects.get().person.phone == "13900000001"


def test_all_or_none_with_the_last_line_bad_seats_nobody(boss, offer):
    people = staff(1, 2, 3, phone=["13900000001", "13900000002", ""], all_or_none="on")

    page = boss.post(page_of(offer), people)

    assertContains(page, "Nobody was enrolled, because not all of them can be.")
    assert [len(row.reasons) for row in page.context["asked"]] == [0, 0, 1]
    assert not Person.objects.exists()


def test_the_same_people_twice_take_no_second_seat(boss, offer):
    boss.post(page_of(offer), staff(1, 2))

    page = boss.post(page_of(offer), staff(1, 2), follow=True)

    assertContains(page, "2 were in the class already.")
    assert Enrolment.objects.count() == 2


def test_no_more_seats_than_were_offered(boss, offer):
    page = boss.post(page_of(offer), staff(1, 2, 3, 4))

    assertContains(page, "The school offered you 3 seats in this class, and all are taken.")
    assert Enrolment.objects.count() == 3


def test_a_class_full_in_the_middle_takes_whom_it_can(boss, offer):
    EnrolmentFactory.create_batch(8, training_class=offer.training_class)

    page = boss.post(page_of(offer), staff(1, 2, 3))

    assertContains(page, "This class is full")
    assert StaffSeat.objects.count() == 2


def test_the_employer_reads_names_and_states_of_its_own_and_of_nobody_else(boss, offer):
    EnrolmentFactory(person__name="王别人", training_class=offer.training_class)
    boss.post(page_of(offer), staff(1))

    page = boss.get(page_of(offer))

    assertContains(page, "林阿婆")
    assertNotContains(page, id_number(1))
    assertNotContains(page, "13900000001")
    assertNotContains(page, "王别人")


def test_whom_somebody_else_enrolled_is_not_the_employers_to_withdraw(boss, offer):
    seat = EnrolmentFactory(person__name="林阿婆", training_class=offer.training_class)
    person = seat.person

    boss.post(page_of(offer), staff(1, id_number=[person.id_number], phone=[person.phone]))

    assert not StaffSeat.objects.exists()


def test_one_is_withdrawn_with_a_reason_and_the_seat_is_free_again(boss, offer):
    boss.post(page_of(offer), staff(1, 2, 3))
    seat = StaffSeat.objects.first()

    boss.post(page_of(offer), {"withdraw": seat.pk, "reason": "辞职"})

    seat.enrolment.refresh_from_db()
    assert (seat.enrolment.state, seat.enrolment.left_because) == (
        EnrolmentState.WITHDRAWN,
        "辞职",
    )
    boss.post(page_of(offer), staff(4))
    assert StaffSeat.objects.taken().count() == 3


@pytest.mark.parametrize(
    ("reason", "begun", "sentence"),
    [
        ("  ", False, "Please give the reason; it will be read."),
        ("辞职", True, "The class has begun."),
    ],
)
def test_a_seat_is_not_given_back_without_reason_nor_after_the_beginning(
    reason, begun, sentence, boss, offer
):
    boss.post(page_of(offer), staff(1))
    seat, training_class = StaffSeat.objects.get(), offer.training_class
    if begun:
        training_class.starts_on = timezone.localdate()
        training_class.save()

    page = boss.post(page_of(offer), {"withdraw": seat.pk, "reason": reason}, follow=True)

    assertContains(page, sentence)
    assert Enrolment.objects.get().state == EnrolmentState.ENROLLED


@pytest.mark.parametrize("asked", ["other", "nonsense"])
def test_another_employers_seat_is_not_withdrawn(asked, boss, offer):
    line = OrderLineFactory(course=offer.training_class.course)
    theirs = Offer.objects.create(line=line, training_class=offer.training_class, seats=1)
    seat = StaffSeat.objects.create(
        enrolment=EnrolmentFactory(training_class=offer.training_class), offer=theirs
    )
    withdraw = seat.pk if asked == "other" else asked

    answer = boss.post(page_of(offer), {"withdraw": withdraw, "reason": "辞职"})

    assert answer.status_code == 404


def test_a_class_that_began_shows_the_seats_and_no_form(boss, offer):
    boss.post(page_of(offer), staff(1))
    offer.training_class.starts_on = timezone.localdate() - timedelta(days=1)
    offer.training_class.save()

    page = boss.get(page_of(offer))

    assertContains(page, "林阿婆")
    assertNotContains(page, 'name="id_number"')
    assertNotContains(page, 'name="withdraw"')
    boss.post(page_of(offer), staff(2))
    assert Enrolment.objects.count() == 1


def test_the_order_leads_to_the_page(boss, offer):
    assertContains(boss.get(f"/en/orders/{offer.line.order_id}/"), page_of(offer))


def test_of_whom_the_register_knows_an_employer_learns_only_that_it_cannot_be(boss, offer):
    elsewhere = TrainingClassFactory(starts_on=offer.training_class.starts_on)
    person = EnrolmentFactory(training_class=elsewhere).person

    page = boss.post(
        page_of(offer),
        staff(1, name=[person.name], id_number=[person.id_number], phone=[""]),
    )

    assertContains(page, "By the rules this person cannot take this class now.")
    assertNotContains(page, elsewhere.course.name)
    assertNotContains(page, person.phone)


# Who may


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda row: member(Role.EMPLOYER, EmployerFactory()), 404),
        (lambda row: manager_of(row.training_class.provider), 403),
        (lambda row: officer_of(row.training_class.region), 403),
    ],
    ids=["another-employer", "school", "officer"],
)
def test_the_page_is_the_employers_alone(who, status, client, offer):
    client.force_login(who(offer))

    assert client.get(page_of(offer)).status_code == status
    assert client.post(page_of(offer), staff(1)).status_code == status
    assert not Person.objects.exists()


def test_a_visitor_signs_in_first(client, offer):
    assert reverse("training:sign_in") in client.get(page_of(offer)).url


@pytest.mark.parametrize("what", ["order", "class", "not-offered"])
def test_there_is_no_page_for_what_does_not_stand(what, boss, offer):
    if what == "order":
        offer.line.order.state = OrderState.WITHDRAWN
        offer.line.order.save()
    elif what == "class":
        offer.training_class.state = ClassState.CANCELLED
        offer.training_class.save()
    else:
        offer.delete()

    assert boss.get(page_of(offer)).status_code == 404


def test_three_of_its_people_cost_no_more_queries_than_one(
    boss, offer, django_assert_max_num_queries
):
    boss.post(page_of(offer), staff(1))
    boss.get(page_of(offer))
    with django_assert_max_num_queries(40) as asked:
        boss.get(page_of(offer))
    with_one = len(asked)
    boss.post(page_of(offer), staff(2, 3))
    boss.get(page_of(offer))
    with django_assert_max_num_queries(with_one):
        boss.get(page_of(offer))


def test_somebody_known_without_an_agreement_agrees_through_the_paper(boss, offer):
    person = PersonFactory(consented_at=None)

    boss.post(
        page_of(offer), staff(1, name=[person.name], id_number=[person.id_number], phone=[""])
    )

    person.refresh_from_db()
    assert person.consented_at


def test_an_employers_people_wait_together_when_seats_are_too_few(boss, offer):
    EnrolmentFactory.create_batch(9, training_class=offer.training_class)

    page = boss.post(page_of(offer), staff(1, 2, wait="on"), follow=True)

    assertContains(page, "2 of your people wait for seats, together.")
    queue = offer.training_class.waiting.in_queue()
    assert {(row.channel, row.party.label) for row in queue} == {
        (Channel.EMPLOYER, offer.line.order.employer.name)
    }
    assert offer.training_class.parties.get().members.count() == 2


def test_nobody_waits_when_one_of_them_cannot(boss, offer):
    EnrolmentFactory.create_batch(9, training_class=offer.training_class)
    bad = staff(1, 2, wait="on")
    bad["id_number"][1] = "445102197403120001"

    page = boss.post(page_of(offer), bad)

    assertContains(page, "a digit is wrong")
    assert not offer.training_class.waiting.exists()
    assert not Person.objects.filter(phone__startswith="139").exists()


def test_who_finds_seats_does_not_wait(boss, offer):
    boss.post(page_of(offer), staff(1, 2, wait="on"))

    assert offer.training_class.enrolments.seated().count() == 2
    assert not offer.training_class.waiting.exists()
