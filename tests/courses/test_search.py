import pytest

from courses.suffixes import suffixes, words_sought
from tests.factories.courses import CataloguePageFactory, CourseFactory, CoursePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    return CataloguePageFactory()


def titles_found(client, catalogue, q):
    response = client.get(catalogue.url, {"q": q})
    return [page.title for page in response.context["page_obj"]]


def test_a_run_of_han_is_indexed_from_every_character():
    assert suffixes("川菜入门") == "川菜入门 菜入门 入门 门"


def test_latin_words_are_kept_whole_and_rare_characters_are_han():
    assert suffixes("E-commerce 𠮷屋") == "E commerce 𠮷屋 屋"


@pytest.mark.parametrize("query", ["潮州 卤水", "潮州,卤水", " 潮州　卤水!"])
def test_the_words_of_a_query_are_separated_by_anything_else(query):
    assert words_sought(query) == ["潮州", "卤水"]


@pytest.mark.parametrize(
    "query", ["川菜", "菜", "入门", "川菜入门", "入门 川菜", "川菜入门课", "chinese COOK", "烹调师"]
)
def test_any_part_of_the_name_finds_the_page(client, catalogue, query):
    CoursePageFactory(parent=catalogue, title="川菜入门课程", course__name_en="Sichuan")
    CoursePageFactory(
        parent=catalogue,
        title="短视频拍摄",
        course__name="短视频",
        course__name_en="Video",
        course__occupation__name="直播",
        course__occupation__name_en="",
        course__occupation__trade__slug="e",
        course__occupation__trade__name="电商",
    )

    assert titles_found(client, catalogue, query) == ["川菜入门课程"]


def test_every_word_must_be_found(client, catalogue):
    CoursePageFactory(parent=catalogue, title="潮州菜")
    CoursePageFactory(parent=catalogue, title="潮州菜进阶", intro="学做传统卤水和粿品")

    assert titles_found(client, catalogue, "潮州 卤水") == ["潮州菜进阶"]


@pytest.mark.parametrize("query", ["没有这门课", "'", '"*(', "菜 AND", "%"])
def test_what_is_not_there_is_not_found(client, catalogue, query):
    CoursePageFactory(parent=catalogue)

    assert titles_found(client, catalogue, query) == []


def test_a_draft_is_not_found(client, catalogue):
    CoursePageFactory(parent=catalogue, title="川菜", live=False)

    assert titles_found(client, catalogue, "川菜") == []


def test_renaming_the_course_is_followed_by_the_search(client, catalogue):
    course = CourseFactory(name="老名字")
    CoursePageFactory(parent=catalogue, course=course, title="一门课")

    course.name = "新名堂"
    course.save()

    assert titles_found(client, catalogue, "名堂") == ["一门课"]


def test_renaming_the_trade_is_followed_by_the_search(client, catalogue):
    page = CoursePageFactory(parent=catalogue)

    page.course.trade.name = "粤菜师傅"
    page.course.trade.save()

    assert titles_found(client, catalogue, "师傅") == [page.title]
