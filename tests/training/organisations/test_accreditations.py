from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from stdnum.cn import uscc

from courses.models.course import Level
from tests.factories.classes import TrainerFactory, TrainingClassFactory
from tests.factories.courses import TradeFactory
from tests.factories.organisations import (
    AccreditationFactory,
    ProviderFactory,
    RegionFactory,
    VenueFactory,
    manager_of,
    officer_of,
)
from training.organisations.models import Accreditation, Employer, Provider
from training.organisations.rules import accreditation_gaps

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 6)


@pytest.fixture
def provider():
    return ProviderFactory(region=RegionFactory(code="445102"))


@pytest.fixture
def trade():
    return TradeFactory()


def test_a_provider_accredited_for_the_trade_raises_no_question(provider, trade):
    AccreditationFactory(provider=provider, trade=trade, highest_level=Level.INTERMEDIATE)

    assert accreditation_gaps(provider, trade, Level.BEGINNER, DAY) == []
    assert accreditation_gaps(provider, trade, Level.INTERMEDIATE, DAY) == []
    assert accreditation_gaps(provider, trade, None, DAY) == []


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (None, "is on record"),
        ({"valid_to": date(2026, 5, 5)}, "is in force"),
        ({"valid_from": date(2026, 5, 7)}, "is in force"),
        ({"highest_level": Level.INTERMEDIATE}, "up to Level 4"),
    ],
    ids=["none at all", "over", "not yet", "lower level"],
)
def test_each_gap_is_a_sentence(provider, trade, facts, says):
    AccreditationFactory(trade=trade)  # another provider's
    if facts is not None:
        AccreditationFactory(provider=provider, trade=trade, **facts)

    (gap,) = accreditation_gaps(provider, trade, Level.ADVANCED, DAY)

    assert says in gap


def test_the_last_day_of_an_accreditation_counts(provider, trade):
    AccreditationFactory(provider=provider, trade=trade, valid_to=DAY)

    assert accreditation_gaps(provider, trade, None, DAY) == []


def test_an_accreditation_cannot_end_before_it_begins(provider, trade):
    with pytest.raises(ValidationError):
        Accreditation(
            provider=provider, trade=trade, valid_from=DAY, valid_to=date(2026, 5, 5)
        ).full_clean()


def test_the_page_of_a_class_tells_the_gap_and_bars_nothing(office):
    training_class = TrainingClassFactory()
    client = office(officer_of(training_class.region))
    url = reverse("training_class:inspect", args=[training_class.pk])

    assert "is on record" in client.get(url).context["notice"]

    AccreditationFactory(provider=training_class.provider, trade=training_class.course.trade)
    assert client.get(url).context["notice"] == ""


def test_the_page_of_a_provider_shows_its_papers_sites_and_trainers(office, provider):
    AccreditationFactory(provider=provider, valid_to=date(2025, 1, 1))
    VenueFactory(provider=provider, name="湘桥实训基地")
    TrainerFactory(provider=provider, name="蔡汉钦")
    client = office(officer_of(provider.region))

    page = client.get(reverse("training_provider:inspect", args=[provider.pk])).content.decode()

    for word in ("Cooking", "Ended", "湘桥实训基地", "蔡汉钦"):
        assert word in page


def test_an_officer_enters_an_accreditation_for_their_own_providers_only(office, provider, trade):
    elsewhere = ProviderFactory(region=RegionFactory(code="440300"))
    client = office(officer_of(provider.region))
    facts = {"trade": trade.pk, "valid_from": "2026-01-01"}
    url = reverse("training_accreditation:add")

    refused = client.post(url, facts | {"provider": elsewhere.pk})
    assert list(refused.context["form"].errors) == ["provider"]

    client.post(url, facts | {"provider": provider.pk})
    assert Accreditation.objects.get().provider == provider


def test_a_provider_reads_its_accreditations_and_writes_none(office, provider):
    own, other = AccreditationFactory(provider=provider), AccreditationFactory()
    client = office(manager_of(provider))

    page = client.get(reverse("training_accreditation:index"))

    assert list(page.context["object_list"]) == [own]
    for door, row in (("inspect", other), ("edit", own), ("delete", own)):
        url = reverse(f"training_accreditation:{door}", args=[row.pk])
        assert client.get(url).status_code in {302, 403, 404}
    assert client.get(reverse("training_accreditation:add")).status_code in {302, 403}


def test_who_runs_a_school_and_sits_in_another_office_does_not_accredit_the_school(
    office, provider, trade
):
    own = AccreditationFactory(provider=provider)
    user = officer_of(RegionFactory(code="440300"))
    client = office(manager_of(provider, user=user))

    facts = {"provider": provider.pk, "trade": trade.pk, "valid_from": "2026-01-01"}
    page = client.post(reverse("training_accreditation:add"), facts)

    assert list(page.context["form"].errors) == ["provider"]
    for name, row in (("training_accreditation", own), ("training_provider", provider)):
        assert client.get(reverse(f"{name}:edit", args=[row.pk])).status_code in {302, 403}


@pytest.mark.parametrize("standing", ["now", "ended", "later"])
def test_accreditations_are_narrowed_by_where_they_stand_today(admin_client, provider, standing):
    rows = {
        "now": AccreditationFactory(provider=provider),
        "ended": AccreditationFactory(
            provider=provider, valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1)
        ),
        "later": AccreditationFactory(provider=provider, valid_from=date(2999, 1, 1)),
    }

    page = admin_client.get(reverse("training_accreditation:index"), {"standing": standing})

    assert list(page.context["object_list"]) == [rows[standing]]


STEM = "91445102MA4X00001"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (STEM, "18 characters"),
        (STEM + "?", "a character is wrong"),
        ("91445102MA4X0OOO1Q", "a character is wrong"),
    ],
    ids=["too short", "strange", "letters that are none"],
)
@pytest.mark.parametrize("name", ["training_employer", "training_provider"])
def test_a_wrong_credit_code_is_told_at_its_field(office, by, provider, name, typed, says):
    facts = {"name": "甲", "code": "jia", "region": provider.region.pk, "credit_code": typed}

    page = office(by).post(reverse(f"{name}:add"), facts)

    errors = page.context["form"].errors
    assert list(errors) == ["credit_code"]
    assert says in errors["credit_code"][0]


def test_a_credit_code_is_taken_as_it_is_pasted(admin_client, provider):
    code = STEM + uscc.calc_check_digit(STEM)
    pasted = f" {code[:4].lower()} {code[4:10]} {code[10:].lower()} "
    facts = {"name": "甲", "region": provider.region.pk, "credit_code": pasted}

    admin_client.post(reverse("training_employer:add"), facts)

    assert Employer.objects.get().credit_code == code


def test_several_providers_may_lack_a_credit_code(admin_client, provider):
    for name in ("yi", "er"):
        facts = {"name": name, "code": name, "region": provider.region.pk, "credit_code": ""}
        admin_client.post(reverse("training_provider:add"), facts)

    assert Provider.objects.filter(credit_code=None).count() == 3
