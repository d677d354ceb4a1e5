import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from courses.models import CoursePage
from courses.queries import page_of, pages_of
from tests.factories.courses import (
    CataloguePageFactory,
    CourseFactory,
    CoursePageFactory,
    english_home_page,
    published,
)

pytestmark = pytest.mark.django_db

MODULES = [{"title": "刀工", "title_en": "Knife skills", "theory": 20, "practice": 60}]
TASKS = [{"task": "菜肴烹调", "task_en": "Cooking the dish", "weight": 100}]
BODY = [
    ("skills", {"skills": ["会做三道潮州菜"]}),
    ("text", "<p>上课自带围裙。</p>"),
    ("trainers", {"trainers": [{"name": "陈师傅", "sentence": "掌勺二十年。"}]}),
    ("voices", {"voices": [{"quote": "学完就上岗。", "who": "林女士", "year": 2025}]}),
    ("questions", {"questions": [{"question": "要基础吗？", "answer": "<p>不要。</p>"}]}),
]


def html(client, page):
    return client.get(page.url).content.decode()


def test_the_page_says_what_one_learns_and_how_long_it_takes(client):
    course = CourseFactory(modules=MODULES, tasks=TASKS, source="国家职业标准")
    shown = html(client, CoursePageFactory(course=course, body=BODY, intro="零基础可学"))

    for fact in ["80 ", "刀工", "菜肴烹调", "会做三道潮州菜", "陈师傅", "林女士", "2025", "不要。"]:
        assert fact in shown


def test_a_draft_with_blanks_can_be_previewed(rf):
    draft = CataloguePageFactory().add_child(instance=CoursePage(title="草稿", live=False))
    blank = CoursePage(title="", live=False, path=draft.path, depth=draft.depth)

    for page in [draft, blank]:
        assert page.make_preview_request().status_code == 200


def test_a_page_without_course_cannot_be_published():
    with pytest.raises(ValidationError, match="course"):
        CataloguePageFactory().add_child(instance=CoursePage(title="没有课程"))


@pytest.fixture
def english_page():
    chinese = CoursePageFactory(
        title="潮州菜", course=CourseFactory(name="潮州菜制作", modules=MODULES, tasks=TASKS)
    )
    locale = english_home_page().locale
    published(chinese.get_parent().specific, locale, title="Courses")
    return published(chinese, locale, title="Chaozhou cooking", slug="chaozhou-cooking")


def test_the_english_tree_shows_english_names_only(client, english_page):
    CoursePageFactory(parent=english_page.get_translations().first().get_parent(), title="只有中文")

    for page in [english_page, english_page.get_parent()]:
        shown = html(client, page)
        body = shown[shown.index('class="page-head"') :]
        assert "Chaozhou cooking" in body
        for chinese in ["潮州", "烹", "刀工", "只有中文", "级"]:
            assert chinese not in body


def test_translations_name_each_other(client, english_page):
    chinese = english_page.get_translations().first().specific

    for page in [english_page, chinese]:
        shown = html(client, page)
        assert f'hreflang="en" href="{english_page.full_url}"' in shown
        assert f'hreflang="zh-hans" href="{chinese.full_url}"' in shown


def test_the_page_of_a_course_is_the_one_in_the_readers_language(english_page):
    course, only_chinese = (
        english_page.course,
        CoursePageFactory(parent=english_page.get_translations().first().get_parent()),
    )

    with translation.override("en"):
        found = pages_of([course, only_chinese.course])

    assert found == {course.pk: english_page, only_chinese.course_id: only_chinese}
    with translation.override("zh-hans"):
        assert page_of(course) == english_page.get_translations().first().specific
