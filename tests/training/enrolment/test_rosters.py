import pytest
from wagtail.models import ModelLogEntry

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import RegionFactory, manager_of, officer_of
from tests.factories.people import PersonFactory, id_number, worker_on
from tests.factories.policy import RuleFactory
from training.classes.states import ClassState
from training.enrolment import rosters
from training.enrolment.errors import ClassNotOpen
from training.enrolment.models import Enrolment
from training.enrolment.roster_errors import NotThisPerson, TooManyLines
from training.enrolment.rosters import Line, Verdict, check_roster, seat_roster
from training.enrolment.states import Channel
from training.people.models import Person, PhoneLogin
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    return TrainingClassFactory(seats=10)


@pytest.fixture
def manager(training_class):
    return manager_of(training_class.provider)


@pytest.fixture
def bring(training_class, manager):
    def bring(*lines, by=manager, **more):
        return seat_roster(training_class, [*lines], by=by, channel=Channel.PROVIDER, **more)

    return bring


@pytest.fixture
def check(training_class, manager):
    def check(*lines, by=manager):
        return check_roster(training_class, [*lines], by=by, channel=Channel.PROVIDER)

    return check


def line(serial=1, /, **written):
    facts = {"name": "林阿婆", "id_number": id_number(serial), "phone": f"139{serial:08}"}
    return Line(**{"number": serial + 1} | facts | written)


def of_person(person, /, **written):
    facts = {"name": person.name, "id_number": person.id_number, "phone": person.phone}
    return line(**facts | written)


def verdicts(outcomes):
    return [outcome.verdict for outcome in outcomes]


def only(outcomes):
    (outcome,) = outcomes
    return outcome


def why(outcomes):
    return " ".join(only(outcomes).reasons)


def test_a_school_seats_the_people_of_its_roster_and_says_who_did_it(bring, manager):
    assert verdicts(bring(line(1), line(2))) == [Verdict.SEATED, Verdict.SEATED]

    seat = Enrolment.objects.first()
    assert (seat.channel, seat.enrolled_by) == (Channel.PROVIDER, manager)


def test_a_roster_brought_twice_seats_nobody_twice(bring):
    bring(line(1), line(2))

    assert verdicts(bring(line(1), line(2))) == [Verdict.ALREADY, Verdict.ALREADY]
    assert (Person.objects.count(), Enrolment.objects.count()) == (2, 2)


def test_the_agreement_on_paper_is_recorded_with_its_way(bring, training_class):
    known = PersonFactory(consented_at=None)

    bring(line(1), of_person(known))

    assert not Person.objects.filter(consented_at__isnull=True).exists()
    agreed = ModelLogEntry.objects.filter(action="training.consent")
    assert [entry.data["channel"] for entry in agreed] == [Channel.PROVIDER] * 2
    brought = ModelLogEntry.objects.get(action="training.bring_roster")
    assert brought.data == {"rows": 2, "channel": "provider", "consent": "paper"}


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({"id_number": ""}, "18 characters. This one has 0"),
        ({"id_number": "44510219740312"}, "18 characters. This one has 14"),
        ({"id_number": id_number(1)[:-1] + "Y"}, "18 characters"),
        ({"id_number": "4.451021974E+17"}, "Excel has made a number"),
        ({"id_number": "445102197402300011"}, "a digit is wrong"),
        ({"name": ""}, "as it stands on the identity card"),
        ({"name": "林4"}, "“4” cannot stand in a name"),
        ({"phone": "0768-2345678"}, "has 11 digits"),
        ({"phone": ""}, "needs a mobile phone of their own"),
        ({"phone": "无。"}, "needs a mobile phone of their own"),
    ],
)
def test_a_bad_line_is_refused_in_a_whole_sentence(written, sentence, bring, check):
    assert sentence in why(check(line(1, **written)))
    assert sentence in why(bring(line(1, **written)))
    assert not Person.objects.exists()


def test_everything_wrong_with_a_line_is_said_at_once(check):
    assert len(only(check(line(1, name="", id_number="1", phone="2"))).reasons) == 3


@pytest.mark.parametrize(
    "written",
    [
        {"name": " 林　阿婆 "},
        {"id_number": f" {id_number(1)[:6]} {id_number(1)[6:]} "},
        {"id_number": id_number(1).lower()},
        {"phone": "139 0000 0001"},
        {"phone": "１３９０００００００１"},
        {"phone": "13900000001/13700000009"},
    ],
)
def test_what_is_merely_written_untidily_is_taken(written, bring):
    assert verdicts(bring(line(1, **written))) == [Verdict.SEATED]

    person = Person.objects.get()
    assert (person.name, person.id_number, person.phone) == (
        "林阿婆",
        id_number(1),
        "13900000001",
    )


def test_the_same_number_twice_in_a_roster_is_said_with_its_row(bring, check):
    twins = line(1), line(1, number=9)

    assert verdicts(check(*twins)) == [Verdict.WILL, Verdict.REFUSED]
    assert bring(*twins)[1].reasons == ("This identity number stands in row 2 already.",)


# What the register knows is not told, and not changed


def test_another_name_than_the_registers_is_refused_without_telling_it(bring, check):
    person = PersonFactory(name="陈秀英")

    assert "another name" in why(check(of_person(person, name="林阿婆")))
    assert "陈秀英" not in why(bring(of_person(person, name="林阿婆")))


def test_a_roster_takes_over_no_registered_phone_and_tells_none(bring, check):
    person = PersonFactory(phone="13511112222")
    stranger = of_person(person, phone="13700000001")

    assert "another telephone" in why(check(stranger))
    assert "135" not in why(bring(stranger))
    person.refresh_from_db()
    assert (person.phone, person.user) == ("13511112222", None)


def test_without_a_phone_in_the_roster_the_registered_one_stays(bring):
    person = PersonFactory(phone="13511112222")

    assert verdicts(bring(of_person(person, phone=""))) == [Verdict.SEATED]
    person.refresh_from_db()
    assert person.phone == "13511112222"


def test_a_roster_gives_no_phone_to_somebody_registered_without_one(bring):
    """Or whoever holds the phone could read all that is kept about them."""
    person = PersonFactory(phone="")
    worker_on("13700000001")

    assert verdicts(bring(of_person(person, phone="13700000001"))) == [Verdict.SEATED]
    person.refresh_from_db()
    assert (person.phone, person.user) == ("", None)


def test_a_phone_that_speaks_for_somebody_else_is_not_taken(bring, check):
    PersonFactory(phone="13511112222")

    assert "speaks for somebody else" in why(check(line(1, phone="13511112222")))
    assert "speaks for somebody else" in why(bring(line(1, phone="13511112222")))


def test_a_new_person_is_not_put_on_the_phone_of_whoever_brings_them(bring, manager):
    PhoneLogin.objects.create(user=manager, phone="13511112222")

    assert "speaks for somebody else" in why(bring(line(1, phone="13511112222")))


def test_two_new_people_of_a_roster_do_not_share_a_phone(bring, check):
    family = line(1), line(2, phone=line(1).phone)

    assert verdicts(check(*family)) == [Verdict.WILL, Verdict.REFUSED]
    assert verdicts(bring(*family)) == [Verdict.SEATED, Verdict.REFUSED]


def test_of_somebody_new_the_rules_own_words_are_told(check):
    RuleFactory(key=RuleKey.MIN_AGE, value=60)

    assert "at least 60 years" in why(check(line(1)))
    assert not Person.objects.exists()


def test_what_somebody_known_did_elsewhere_is_not_told_to_a_school(check, bring, training_class):
    elsewhere = TrainingClassFactory(starts_on=training_class.starts_on)
    seat = EnrolmentFactory(training_class=elsewhere)

    for outcome in (only(check(of_person(seat.person))), only(bring(of_person(seat.person)))):
        assert outcome.verdict == Verdict.REFUSED
        assert outcome.reasons == (str(NotThisPerson().messages[0]),)


def test_the_bureau_of_the_persons_place_reads_why(check, training_class):
    home = RegionFactory()
    seat = EnrolmentFactory(person__region=home, training_class__starts_on=training_class.starts_on)
    asked = of_person(seat.person)

    assert "already in the class" in why(check(asked, by=officer_of(home)))
    assert "By the rules" in why(check(asked, by=officer_of(RegionFactory())))


# Seats


def test_a_class_that_fills_in_the_middle_takes_whom_it_can(bring, check, training_class):
    EnrolmentFactory.create_batch(8, training_class=training_class)
    four = [line(n) for n in range(1, 5)]

    expected = [True, True, False, False]
    assert [outcome.is_good for outcome in check(*four)] == expected
    outcomes = bring(*four)
    assert [outcome.is_good for outcome in outcomes] == expected
    assert "This class is full" in outcomes[-1].reasons[0]
    assert Person.objects.filter(name="林阿婆").count() == 2  # the full class left nobody behind


def test_all_or_none_seats_nobody_when_the_last_line_is_bad(bring):
    outcomes = bring(line(1), line(2), line(3, name=""), all_or_none=True)

    assert verdicts(outcomes) == [Verdict.HELD_BACK, Verdict.HELD_BACK, Verdict.REFUSED]
    assert not Person.objects.exists()
    assert not Enrolment.objects.exists()


def test_all_or_none_seats_all_when_all_are_good_or_there_already(bring):
    bring(line(1))

    outcomes = bring(line(1), line(2), all_or_none=True)

    assert verdicts(outcomes) == [Verdict.ALREADY, Verdict.SEATED]
    assert Enrolment.objects.count() == 2


def test_all_or_none_in_a_class_that_fills_in_the_middle_gives_the_seats_back(
    bring, training_class
):
    EnrolmentFactory.create_batch(9, training_class=training_class)

    bring(line(1), line(2), all_or_none=True)

    assert training_class.enrolments.count() == 9


def test_killed_half_way_a_roster_is_simply_brought_again(bring, monkeypatch):
    seated = []

    def dies_at_the_third(*args, **kwargs):
        if len(seated) == 2:
            raise KeyboardInterrupt
        seated.append(enrol(*args, **kwargs))
        return seated[-1]

    enrol = rosters.enrol
    monkeypatch.setattr(rosters, "enrol", dies_at_the_third)
    three = [line(1), line(2), line(3)]

    with pytest.raises(KeyboardInterrupt):
        bring(*three)

    assert (Person.objects.count(), Enrolment.objects.count()) == (2, 2)  # no half a person
    monkeypatch.setattr(rosters, "enrol", enrol)
    assert verdicts(bring(*three)) == [Verdict.ALREADY, Verdict.ALREADY, Verdict.SEATED]


def test_a_check_writes_nothing_but_that_somebody_looked(check):
    known = PersonFactory(consented_at=None)
    before = ModelLogEntry.objects.count()

    assert verdicts(check(line(1), of_person(known))) == [Verdict.WILL, Verdict.WILL]

    assert list(Person.objects.all()) == [known]
    known.refresh_from_db()
    assert known.consented_at is None
    assert not Enrolment.objects.exists()
    assert ModelLogEntry.objects.count() == before + 1
    assert ModelLogEntry.objects.get(action="training.check_roster").data == {"rows": 2}


@pytest.mark.parametrize("verb", [check_roster, seat_roster])
def test_a_class_that_is_not_open_takes_no_roster(verb, training_class, manager):
    training_class.state = ClassState.FILED
    training_class.save()

    with pytest.raises(ClassNotOpen):
        verb(training_class, [line(1)], by=manager, channel=Channel.PROVIDER)


def test_a_roster_without_end_is_not_read(training_class, manager, monkeypatch):
    monkeypatch.setattr(rosters, "MOST_LINES", 1)

    with pytest.raises(TooManyLines, match="at most"):
        check_roster(training_class, [line(1), line(2)], by=manager, channel=Channel.PROVIDER)
