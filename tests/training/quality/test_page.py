"""The page and its download: who may see what, and that nothing foreign comes out."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from tests.factories.classes import TrainingClassFactory
from tests.factories.organisations import (
    EmployerFactory,
    ProviderFactory,
    RegionFactory,
    UserFactory,
    VenueFactory,
    manager_of,
    member,
    officer_of,
    village_officer_of,
)
from tests.factories.surveys import QuestionFactory, TallyFactory
from training.organisations.states import Role

pytestmark = pytest.mark.django_db

QUERIES = 19  # eight of them facts, six choices of the filters, the rest the session and the frame


def a_class(provider=None, region=None, name="大厨班", days=30):
    provider = provider or ProviderFactory()
    day = timezone.localdate() - timedelta(days=days)
    return TrainingClassFactory(
        course__name=name,
        course__name_en="",
        venue=VenueFactory(provider=provider, region=region or provider.region),
        starts_on=day - timedelta(days=4),
        ends_on=day,
    )


def page(client, user=None, view="training_quality", **query):
    if user:
        client.force_login(user)
    return client.get(reverse(view), query)


def labels(response):
    return {row.label for row in response.context["report"].rows}


@pytest.fixture
def superuser():
    return UserFactory(is_superuser=True)


def test_an_officer_sees_the_classes_of_the_own_region_only(client):
    mine, theirs = RegionFactory(), RegionFactory()
    a_class(region=mine, name="本区班")
    a_class(region=theirs, name="他区班")

    response = page(client, officer_of(mine), by="class")

    assert "本区班" in response.text
    assert "他区班" not in response.text


def test_a_provider_sees_the_own_classes_only(client):
    mine, theirs = ProviderFactory(name="本校"), ProviderFactory(name="他校")
    a_class(provider=mine, name="本校班")
    a_class(provider=theirs, name="他校班")

    response = page(client, manager_of(mine))

    assert "本校班" in response.text
    assert "他校" not in response.text


@pytest.mark.parametrize("view", ["training_quality", "training_quality_export"])
@pytest.mark.parametrize("who", ["nobody", "user", "trainer", "assessor", "employer", "village"])
def test_others_are_turned_away(client, who, view):
    a_class(name="大厨班")
    user = {
        "nobody": lambda: None,
        "user": UserFactory,
        "trainer": lambda: member(Role.TRAINER, ProviderFactory()),
        "assessor": lambda: member(Role.ASSESSOR, ProviderFactory()),
        "employer": lambda: member(Role.EMPLOYER, EmployerFactory()),
        "village": lambda: village_officer_of(RegionFactory()),
    }[who]()

    response = page(client, user, view)

    assert response.status_code in {302, 403}
    assert "大厨班" not in response.text


@pytest.mark.parametrize("view", ["training_quality", "training_quality_export"])
@pytest.mark.parametrize("field", ["provider", "region", "training_class", "trade"])
def test_a_foreign_key_is_refused_with_a_sentence(client, field, view):
    theirs = a_class(name="他校班")
    keys = {
        "provider": theirs.provider_id,
        "region": theirs.region.pk,
        "training_class": theirs.pk,
        "trade": theirs.course.trade_id,
    }

    response = page(client, manager_of(ProviderFactory()), view, **{field: keys[field]})

    assert response["Content-Type"].startswith("text/html")
    assert response.context["report"] is None
    assert field in response.context["form"].errors
    assert "他校班" not in response.text


def test_a_period_narrows(client, superuser):
    a_class(name="旧班", days=500)
    a_class(name="新班", days=30)

    recent = labels(page(client, superuser, by="class"))
    everything = labels(page(client, superuser, by="class", period="all"))

    assert [label[:2] for label in recent] == ["新班"]
    assert sorted(label[:2] for label in everything) == ["新班", "旧班"]


def test_a_class_is_shown_whatever_the_period(client, superuser):
    old = a_class(days=500)

    response = page(client, superuser, training_class=old.pk)

    assert response.context["report"].total.classes == 1


def test_the_last_day_may_not_come_first(client, superuser):
    response = page(client, superuser, starts="2026-05-01", ends="2026-04-01")

    assert response.context["report"] is None


def test_an_empty_period_says_so(client, superuser):
    response = page(client, superuser)

    assert response.status_code == 200
    assert response.context["report"].total.classes == 0


@pytest.mark.parametrize("by", ["class", "provider", "trade", "region"])
def test_one_row_costs_as_many_queries_as_three(client, superuser, by, django_assert_num_queries):
    a_class()
    page(client, superuser, by=by)  # fills Wagtail's own caches
    with django_assert_num_queries(QUERIES):
        assert len(page(client, by=by).context["report"].rows) == 1

    for _ in range(2):
        a_class()
    with django_assert_num_queries(QUERIES):
        page(client, by=by)


def test_every_drawing_has_its_table_and_its_title(client, superuser):
    a_class()

    response = page(client, superuser)

    assert response.text.count('role="img"') == 3
    for slug in ("satisfaction-share", "capability-gain", "employed-six-months"):
        assert f'<title id="{slug}-title">' in response.text
    assert response.text.count("<table>") == 4


def test_the_download_holds_figures_and_definitions_and_is_logged(client, superuser):
    a_class(name="=HYPERLINK(1)")

    response = page(client, superuser, "training_quality_export", by="class")
    book = load_workbook(BytesIO(response.content))

    assert len(book.worksheets) == 2
    figures, definitions = book.worksheets
    assert definitions.max_row == 13
    cells = [cell for row in figures.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    entry = ModelLogEntry.objects.get(action="training.export")
    assert entry.user == superuser
    assert entry.data["what"] == "quality"


def test_the_download_withholds_what_the_page_withholds(client, superuser):
    few = a_class()
    overall = QuestionFactory(overall=True)
    TallyFactory(training_class=few, question=overall, value=5, count=3)

    response = page(client, superuser, "training_quality_export")
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    row = next(r for r in sheet.iter_rows(values_only=True) if "satisfaction-share 1" in r)

    assert row[2:6] == (None, None, None, None)
