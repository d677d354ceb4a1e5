import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.factories.organisations import FormerCodeFactory, RegionFactory, officer_of
from training.organisations.models import FormerCode, Region
from training.organisations.states import RegionLevel

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return RegionFactory(code="44", name="广东省", level=RegionLevel.PROVINCE)


@pytest.fixture
def city(province):
    return RegionFactory(code="4451", name="潮州市", level=RegionLevel.CITY, parent=province)


@pytest.fixture
def county(city):
    return RegionFactory(code="445103", name="潮安区", parent=city)


@pytest.fixture
def township(county):
    return RegionFactory(code="445103100", name="古巷镇", level=RegionLevel.TOWNSHIP, parent=county)


@pytest.fixture
def village(township):
    return RegionFactory(
        code="445103100205", name="枫洋村", level=RegionLevel.VILLAGE, parent=township
    )


def found(page):
    return [region.name for region in page.context["object_list"]]


def test_a_region_that_moves_takes_along_all_that_lies_in_it(province, county, village):
    other = RegionFactory(code="4452", name="揭阳市", level=RegionLevel.CITY, parent=province)

    county.parent = other
    county.save()

    village.refresh_from_db()
    assert village.path == "/44/4452/445103/445103100/445103100205/"
    assert list(Region.objects.within(other)) == list(
        Region.objects.filter(code__in=["4452", "445103", "445103100", "445103100205"])
    )


def test_a_new_code_is_written_into_the_paths_below(county, village):
    county.code = "445104"
    county.save()

    village.refresh_from_db()
    assert village.path == "/44/4451/445104/445103100/445103100205/"
    assert county.path == "/44/4451/445104/"


def test_a_region_that_stays_leaves_the_others_alone(county, village, django_assert_num_queries):
    county.name = "潮安"

    with django_assert_num_queries(4):  # savepoint, where it was, write, savepoint
        county.save()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"code": "4451O3"}, "code"),
        ({"code": "４４５１０３"}, "code"),
        ({"level": RegionLevel.CITY}, "__all__"),
        ({"level": RegionLevel.TOWNSHIP}, "__all__"),
    ],
    ids=["letter", "full width", "level of the parent", "level of what lies in it"],
)
def test_a_region_that_does_not_fit_is_refused(county, village, change, where):
    for name, value in change.items():
        setattr(county, name, value)

    with pytest.raises(ValidationError) as refusal:
        county.full_clean()

    assert list(refusal.value.message_dict) == [where]


def test_a_region_cannot_lie_in_what_lies_in_it(county, village):
    county.parent = village

    with pytest.raises(ValidationError) as refusal:
        county.full_clean()

    assert list(refusal.value.message_dict) == ["parent"]


def test_a_former_code_finds_the_region(admin_client, county):
    FormerCodeFactory(region=county, code="445121")

    page = admin_client.get(reverse("training_region:index"), {"q": "445121"})

    assert found(page) == ["潮安区"]
    assert list(Region.objects.with_code("445121")) == [county]
    assert list(Region.objects.with_code("445103")) == [county]


def test_the_page_of_a_region_says_where_it_lies_and_what_it_was_called(admin_client, village):
    county = Region.objects.get(code="445103")
    FormerCodeFactory(region=county, code="445121", edition="2012")

    of_the_county = admin_client.get(reverse("training_region:inspect", args=[county.pk]))
    of_the_village = admin_client.get(reverse("training_region:inspect", args=[village.pk]))

    assert "445121" in of_the_county.content.decode()
    assert "古巷镇" in of_the_county.content.decode()
    assert "广东省 › 潮州市 › 潮安区 › 古巷镇" in of_the_village.content.decode()


def test_a_former_code_is_added_and_taken_away(admin_client, county):
    facts = {"region": county.pk, "code": "445121", "code_system": "civil", "edition": "2012"}

    admin_client.post(reverse("training_former_code:add"), facts)
    code = FormerCode.objects.get()
    assert (code.region, code.code) == (county, "445121")

    admin_client.post(reverse("training_former_code:delete", args=[code.pk]))
    assert not FormerCode.objects.exists()


def test_a_former_code_of_letters_is_refused(admin_client, county):
    page = admin_client.post(
        reverse("training_former_code:add"),
        {"region": county.pk, "code": "44512x", "code_system": "civil"},
    )

    assert list(page.context["form"].errors) == ["code"]


def test_an_officer_reads_former_codes_and_writes_none(office, county):
    code = FormerCodeFactory(region=county)
    client = office(officer_of(county))

    assert client.get(reverse("training_former_code:index")).status_code == 200
    for door, arguments in (("add", []), ("edit", [code.pk]), ("delete", [code.pk])):
        assert client.get(reverse(f"training_former_code:{door}", args=arguments)).status_code in {
            302,
            403,
            404,
        }
