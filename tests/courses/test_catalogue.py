import django_filters
import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail import hooks

from courses.filters import Chip
from courses.models import Level
from tests.factories.courses import CataloguePageFactory, CourseFactory, CoursePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    return CataloguePageFactory()


@pytest.fixture
def domestic():
    return {
        "occupation__name": "家政服务员",
        "occupation__trade__slug": "domestic",
        "occupation__trade__name": "家政",
        "occupation__trade__position": 1,
    }


def get(client, catalogue, **query):
    return client.get(catalogue.url, query)


def titles(response):
    return [page.title for page in response.context["page_obj"]]


def test_courses_are_listed_by_trade_then_title(client, catalogue, domestic):
    CoursePageFactory(parent=catalogue, title="a", course=CourseFactory(**domestic))
    CoursePageFactory(parent=catalogue, title="c")
    CoursePageFactory(parent=catalogue, title="b")

    assert titles(get(client, catalogue)) == ["b", "c", "a"]


def test_a_trade_narrows_the_list_and_can_be_taken_away(client, catalogue, domestic):
    CoursePageFactory(parent=catalogue, title="月嫂", course=CourseFactory(**domestic))
    CoursePageFactory(parent=catalogue, title="川菜")

    response = get(client, catalogue, trade="domestic", level="5", page="1")

    assert titles(response) == ["月嫂"]
    chips = response.context["filterset"].chips
    assert chips == [
        Chip("", "家政", "level=5"),
        Chip("", str(Level(5).label), "trade=domestic"),
    ]


def test_a_course_without_level_is_found_as_specialised(client, catalogue):
    CoursePageFactory(parent=catalogue, title="粿品", course__level=None)
    CoursePageFactory(parent=catalogue, title="川菜")

    assert titles(get(client, catalogue, level="none")) == ["粿品"]


def test_a_filter_that_makes_no_sense_is_shown_as_wrong(client, catalogue):
    CoursePageFactory(parent=catalogue)

    response = get(client, catalogue, level="99")

    assert len(titles(response)) == 1
    assert "field--wrong" in response.content.decode()


def test_only_trades_with_a_published_course_are_offered(client, catalogue, domestic):
    CoursePageFactory(parent=catalogue)
    CoursePageFactory(parent=catalogue, live=False, course=CourseFactory(**domestic))

    offered = get(client, catalogue).context["filterset"].form.fields["trade"].queryset

    assert [trade.slug for trade in offered] == ["cooking"]


def test_a_hook_adds_a_filter_on_courses(client, catalogue):
    def long_ones():
        return {
            "long": django_filters.BooleanFilter(
                label="Long courses",
                widget=forms.CheckboxInput,
                method=lambda queryset, name, value: (
                    queryset.filter(practice_hours__gt=100) if value else queryset
                ),
            )
        }

    CoursePageFactory(parent=catalogue, title="长", course__practice_hours=200)
    CoursePageFactory(parent=catalogue, title="短")

    with hooks.register_temporarily("register_catalogue_filters", long_ones):
        narrowed, everything = get(client, catalogue, long="on"), get(client, catalogue)

    assert titles(narrowed) == ["长"]
    assert [chip.label for chip in narrowed.context["filterset"].chips] == ["Long courses"]
    assert len(titles(everything)) == 2
    assert everything.context["filterset"].chips == []


def test_nothing_found_says_so_and_shows_the_way_out(client, catalogue):
    CoursePageFactory(parent=catalogue)

    html = get(client, catalogue, q="没有").content.decode()

    assert f'<a class="btn" href="{catalogue.url}">' in html


def test_the_second_page_keeps_the_filters(client, catalogue):
    for number in range(13):
        CoursePageFactory(parent=catalogue, title=f"川菜{number}")

    response = get(client, catalogue, q="川菜")

    assert len(titles(response)) == 12
    assert "?q=%E5%B7%9D%E8%8F%9C&amp;page=2" in response.content.decode()


def test_the_list_costs_the_same_with_one_row_and_with_three(
    client, catalogue, django_assert_num_queries
):
    CoursePageFactory(parent=catalogue)
    get(client, catalogue, q="潮州")  # warms the caches of sites and content types
    with CaptureQueriesContext(connection) as one:
        get(client, catalogue, q="潮州")
    CoursePageFactory.create_batch(2, parent=catalogue)

    with django_assert_num_queries(len(one)):
        response = get(client, catalogue, q="潮州")

    assert len(titles(response)) == 3
