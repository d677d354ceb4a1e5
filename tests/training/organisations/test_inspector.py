"""An inspector reads what the officers of the place read, and decides nothing."""

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.factories.county import county
from tests.factories.organisations import inspector_of, officer_of
from training.enrolment.models import Enrolment
from training.organisations.reach import deciding, reach_of
from training.people.models import Person

pytestmark = pytest.mark.django_db

READS = [
    "training_order",
    "training_class",
    "training_enrolment",
    "training_person",
    "training_case",
    "training_employer",
    "training_provider",
    "training_accreditation",
    "training_venue",
    "training_trainer",
    "training_bureau",
    "training_region",
    "training_former_code",
    "training_rule",
    "training_rate",
]
EVERYWHERE = {"training_region", "training_former_code", "training_rule", "training_rate"}
# Doors of the back office through which a row is read; whatever else there is, writes.
READING = {"index", "index_results", "inspect", "history", "history_results", "usage"}
# Addresses that write nothing although they are neither a list nor a page of a row.
READING |= {"export", "day", "print", "paper", "sheet", "moves"}


@pytest.fixture
def here():
    return county("445102")


@pytest.fixture
def elsewhere():
    return county("440300", mark="外县")


@pytest.fixture
def inspector(here):
    return here.people["inspector"]


@pytest.mark.parametrize("name", READS)
def test_an_inspector_reads_the_lists_and_pages_of_the_county(
    office, here, elsewhere, inspector, name
):
    client = office(inspector)
    key = name.removeprefix("training_")

    page = client.get(reverse(f"{name}:index"))
    own = client.get(reverse(f"{name}:inspect", args=[here.rows[key].pk]))
    foreign = client.get(reverse(f"{name}:inspect", args=[elsewhere.rows[key].pk]))

    assert here.rows[key] in page.context["object_list"]
    assert own.status_code == 200
    assert foreign.status_code == (200 if name in EVERYWHERE else 404)


def writing_doors(patterns, namespaces=()):
    """Every address of our viewsets that is not for reading, with the names of its arguments."""
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from writing_doors(pattern.url_patterns, inner)
        elif len(namespaces) == 1 and pattern.name and pattern.name not in READING:
            yield namespaces[0], pattern.name, set(pattern.pattern.converters)


def test_an_inspector_is_let_through_no_door_that_writes(office, here, inspector):
    client, asked, opened = office(inspector), 0, []

    for namespace, name, arguments in writing_doors(get_resolver().url_patterns):
        row = here.rows.get(namespace.removeprefix("training_"))
        if not row or arguments - {"pk"}:
            continue
        url = reverse(f"{namespace}:{name}", args=[row.pk] if arguments else [])
        for answer in (client.get(url), client.post(url, {"reason": "甲"})):
            asked += 1
            home = answer.status_code == 302 and answer.url == reverse("wagtailadmin_home")
            if not home and answer.status_code not in {403, 404, 405}:
                opened.append(f"{namespace}:{name}")

    assert opened == []
    assert asked > 80


def test_an_inspector_sees_whom_the_officers_see(here, elsewhere, inspector):
    officer = officer_of(here.region)

    for model in (Person, Enrolment):
        rows = model.objects.visible_to(inspector)
        assert list(rows) == list(model.objects.visible_to(officer))
        assert rows.exists()


def test_an_inspector_enrols_nobody(client, here, inspector):
    client.force_login(inspector)
    url = reverse("training:enrol_for", args=[here.rows["class"].pk])

    assert client.get(url).status_code == 403
    assert client.post(url, {"name": "甲"}).status_code == 403


def test_who_decides_in_one_county_and_inspects_another_writes_in_the_first_only(
    office, here, elsewhere
):
    user = inspector_of(elsewhere.region, user=officer_of(here.region))
    client = office(user)

    for name in ("person", "employer", "provider", "venue", "rule"):
        own, foreign = (
            client.get(reverse(f"training_{name}:edit", args=[county.rows[name].pk])).status_code
            for county in (here, elsewhere)
        )
        assert own == 200
        assert foreign in {302, 403}
    assert reach_of(deciding(user)).regions == reach_of(user).regions
    assert reach_of(deciding(user)).inspected == ()


def test_filters_offer_an_inspector_what_they_see(office, here, elsewhere, inspector):
    page = office(inspector).get(reverse("training_class:index"))

    providers = page.context["filters"].form.fields["provider"].queryset
    assert list(providers) == [here.rows["provider"]]
