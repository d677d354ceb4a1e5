import io
from datetime import timedelta

import pytest
import xlsxwriter
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories.classes import TrainingClassFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.organisations import (
    ProviderFactory,
    RegionFactory,
    inspector_of,
    manager_of,
    officer_of,
)
from tests.factories.people import PersonFactory, id_number
from training.classes.states import ClassState
from training.enrolment import rosters
from training.enrolment.models import Enrolment
from training.enrolment.rosters import Verdict
from training.enrolment.states import Channel
from training.people.models import Person
from training.people.sheets import rows_of

pytestmark = pytest.mark.django_db

HEADINGS = ["序号", "姓名", "身份证号", "联系电话", "备注"]


def row(serial, name="林阿婆", **changed):
    facts = {"id_number": id_number(serial), "phone": f"139{serial:08}"} | changed
    return [str(serial), name, facts["id_number"], facts["phone"], "晕车"]


def csv(*rows, name="roster.csv", encoding="utf-8"):
    lines = [",".join(cells) for cells in (HEADINGS, *rows)]
    return SimpleUploadedFile(name, "\n".join(lines).encode(encoding))


def excel(*rows, name="roster.xlsx"):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "育婴员班报名表")
    for number, cells in enumerate((HEADINGS, *rows, ["合计", "", "", "", ""]), start=2):
        sheet.write_row(number, 0, cells)
    book.close()
    return SimpleUploadedFile(name, file.getvalue())


@pytest.fixture
def training_class():
    return TrainingClassFactory(seats=10)


@pytest.fixture
def manager(office, training_class):
    return office(manager_of(training_class.provider))


def door(name, training_class):
    return reverse(f"training_class:{name}", args=[training_class.pk])


@pytest.fixture
def bring(manager, training_class):
    def bring(file, client=manager, **more):
        data = {"file": file, "agreed": "on"} | more
        return client.post(door("roster", training_class), data, follow=True)

    return bring


def verdicts(page):
    return [outcome.verdict for outcome, _masked in page.context["rows"]]


def wrong_with(page):
    return [sentence for each in page.context["form"].errors.values() for sentence in each]


@pytest.mark.parametrize("kind", [csv, excel])
def test_a_school_reads_what_would_happen_and_confirms(kind, bring, manager, training_class):
    page = bring(kind(row(1), row(2, name="陈秀英")))

    assert verdicts(page) == [Verdict.WILL, Verdict.WILL]
    assert not Person.objects.exists()

    page = manager.post(door("roster_check", training_class), follow=True)

    assert verdicts(page) == [Verdict.SEATED, Verdict.SEATED]
    assertContains(page, "2 people are enrolled now.")
    assert {seat.channel for seat in Enrolment.objects.all()} == {Channel.PROVIDER}


def test_a_roster_of_gb18030_is_read(bring):
    assert verdicts(bring(csv(row(1), encoding="gb18030"))) == [Verdict.WILL]


def test_confirmed_twice_it_seats_nobody_twice(bring, manager, training_class):
    bring(csv(row(1)))
    for _tap in range(2):
        manager.post(door("roster_check", training_class))

    assert Enrolment.objects.count() == 1
    assert verdicts(bring(csv(row(1)))) == [Verdict.ALREADY]


def test_nobody_comes_in_without_having_agreed_on_paper(bring):
    page = bring(csv(row(1)), agreed="")

    assert wrong_with(page) == ["Nobody can be enrolled without having agreed."]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.xlsx", b"no book"), "cannot be read"),
        (SimpleUploadedFile("a.csv", b"1,2\n3,4"), "No row of headings"),
        (SimpleUploadedFile("a.csv", "姓名,电话\n林阿婆,1".encode()), "needs a column"),
        (csv(), "There is nobody in this file."),
    ],
    ids=["no-book", "no-headings", "no-numbers", "nobody"],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(file, sentence, bring):
    assert sentence in wrong_with(bring(file))[0]


def test_a_file_too_large_is_not_read(bring, monkeypatch):
    monkeypatch.setattr("training.desk.roster_forms.MOST_BYTES", 10)

    assert wrong_with(bring(csv(row(1)))) == ["A roster is at most 5 megabytes."]


def test_good_rows_land_and_the_refused_come_back_with_the_reason(bring, manager, training_class):
    page = bring(excel(row(1), row(2, id_number="445102197402300011"), row(3, phone="-")))
    assert verdicts(page) == [Verdict.REFUSED, Verdict.REFUSED, Verdict.WILL]

    manager.post(door("roster_check", training_class))
    answer = manager.get(door("roster_refused", training_class))

    assert answer["Content-Disposition"].endswith('filename="roster-refused.xlsx"')
    rows = [cells for _n, cells in rows_of(io.BytesIO(answer.getvalue()), "roster-refused.xlsx")]
    assert rows[0] == [*HEADINGS, "reason"]
    assert [cells[:5] for cells in rows[1:]] == [
        row(2, id_number="445102197402300011"),
        row(3, phone="-"),
    ]
    assert "a digit is wrong" in rows[1][-1]
    assert "a mobile phone of their own" in rows[2][-1]
    assert Person.objects.get().id_number == id_number(1)


def test_the_refused_file_is_mended_and_brought_again(bring, manager, training_class):
    bring(csv(row(1), row(2, name="林4")))
    manager.post(door("roster_check", training_class))
    back = manager.get(door("roster_refused", training_class)).getvalue().decode("utf-8-sig")

    page = bring(SimpleUploadedFile("again.csv", back.replace("林4", "林四").encode()))

    assert verdicts(page) == [Verdict.WILL]


def test_between_the_steps_no_number_lies_in_the_clear(bring):
    bring(csv(row(1)))

    kept = Session.objects.get().get_decoded()["roster"]

    assert id_number(1) not in str(kept)
    assert "林阿婆" not in str(kept)


def test_the_check_shows_no_whole_number(bring):
    assertNotContains(bring(csv(row(1))), id_number(1))


def test_a_roster_of_one_class_is_not_landed_in_another(bring, manager, training_class):
    other = TrainingClassFactory(provider=training_class.provider, venue=training_class.venue)
    bring(csv(row(1)))

    page = manager.post(door("roster_check", other))

    assertRedirects(page, door("roster", other))
    assert not Enrolment.objects.exists()


def test_a_class_that_fills_between_check_and_confirming_takes_whom_it_can(
    bring, manager, training_class
):
    bring(csv(row(1), row(2)))
    EnrolmentFactory.create_batch(9, training_class=training_class)

    page = manager.post(door("roster_check", training_class), follow=True)

    assert verdicts(page) == [Verdict.REFUSED, Verdict.SEATED]


def test_a_class_cancelled_meanwhile_takes_nobody(bring, manager, training_class):
    bring(csv(row(1)))
    training_class.state = ClassState.CANCELLED
    training_class.save()

    page = manager.post(door("roster_check", training_class), follow=True)

    assertContains(page, "This class is not open for enrolment.")
    assert not Person.objects.exists()


def test_killed_half_way_the_confirmed_roster_goes_on(bring, manager, training_class, monkeypatch):
    enrol, seated = rosters.enrol, []

    def dies_at_the_second(*args, **kwargs):
        if seated:
            raise MemoryError
        seated.append(enrol(*args, **kwargs))
        return seated[0]

    bring(csv(row(1), row(2)))
    monkeypatch.setattr(rosters, "enrol", dies_at_the_second)
    with pytest.raises(MemoryError):
        manager.post(door("roster_check", training_class))
    monkeypatch.setattr(rosters, "enrol", enrol)

    page = manager.post(door("roster_check", training_class), follow=True)

    assert verdicts(page) == [Verdict.ALREADY, Verdict.SEATED]


def test_an_officer_of_the_place_enrols_for_the_bureau(office, training_class, bring):
    officer = office(officer_of(training_class.region))
    bring(csv(row(1)), client=officer)
    officer.post(door("roster_check", training_class))

    assert Enrolment.objects.get().channel == Channel.BUREAU


@pytest.mark.parametrize("name", ["roster", "roster_check", "roster_refused"])
@pytest.mark.parametrize(
    "who",
    [
        lambda _row: manager_of(ProviderFactory()),
        lambda _row: officer_of(RegionFactory()),
        lambda row: inspector_of(row.region),
    ],
    ids=["another-school", "another-county", "inspector"],
)
def test_nobody_else_brings_a_roster(name, who, office, training_class):
    client = office(who(training_class))

    for method in (client.get, client.post):
        assert method(door(name, training_class)).status_code in {302, 403, 404, 405}
        assert method(door(name, training_class)).headers.get("Location") in {None, "/admin/"}


@pytest.mark.parametrize(("approved", "shown"), [(True, True), (False, False)])
def test_the_door_stands_on_the_page_of_a_class_that_takes_people(
    approved, shown, manager, training_class
):
    training_class.state = ClassState.APPROVED if approved else ClassState.FILED
    training_class.save()

    page = manager.get(door("inspect", training_class))

    assert (door("roster", training_class) in page.content.decode()) is shown


def test_a_class_that_is_over_says_so_at_the_door(manager, training_class):
    training_class.starts_on = timezone.localdate() - timedelta(days=30)
    training_class.ends_on = training_class.starts_on
    training_class.save()

    assertContains(manager.get(door("roster", training_class)), "This class is over.")


def test_the_check_asks_the_same_whoever_many_are_shown(
    bring, manager, training_class, django_assert_max_num_queries
):
    PersonFactory.create_batch(3)
    bring(csv(row(1)))
    with django_assert_max_num_queries(60) as asked:
        manager.get(door("roster_check", training_class))
    with_one = len(asked)
    bring(csv(row(1), row(2), row(3)))
    with django_assert_max_num_queries(with_one):
        manager.get(door("roster_check", training_class))
