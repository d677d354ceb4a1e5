import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Course, Level
from courses.plans import MODULES, TASKS, TOPICS, from_lines, to_lines
from tests.factories.courses import CourseFactory, OccupationFactory

pytestmark = pytest.mark.django_db

PLAN = "刀工 | 8 | 32 | Knife skills\n热菜｜１２｜２８．５\n"
ROWS = [
    {"title": "刀工", "theory": 8, "practice": 32, "title_en": "Knife skills"},
    {"title": "热菜", "theory": 12, "practice": 28.5},
]


def test_lines_are_read_as_rows_whatever_keyboard_wrote_them():
    assert from_lines(PLAN, MODULES) == ROWS


def test_rows_pasted_from_a_spreadsheet_are_read():
    assert from_lines("切配\t40\n\n烹调\t60\tCooking", TASKS) == [
        {"task": "切配", "weight": 40},
        {"task": "烹调", "weight": 60, "task_en": "Cooking"},
    ]


def test_rows_become_lines_and_come_back():
    assert from_lines(to_lines(ROWS, MODULES), MODULES) == ROWS


def test_every_bad_line_is_named_with_its_reason():
    with pytest.raises(ValidationError) as refused:
        from_lines("卫生 | 食品污染 | 三\n卫生\n卫生 | 中毒 | 3 | 6 | 7\n卫生 | 防火 | 2", TOPICS)

    first, second, third = refused.value.messages
    assert first.startswith(("第 1 行", "Line 1"))
    assert "三" in first
    assert "2" in second
    assert "5" in third


@pytest.fixture
def officer_form(admin_client):
    occupation = OccupationFactory()
    data = {
        "name": "潮州菜制作",
        "name_en": "",
        "code": "chaozhou",
        "trade": occupation.trade_id,
        "occupation": occupation.pk,
        "level": "5",
        "offered": "on",
        "theory_hours": "20",
        "practice_hours": "60.5",
        "modules": PLAN,
        "tasks": "切配 | 40\n烹调 | 60",
        "topics": "",
        "source": "",
        "source_url": "",
    }
    return lambda **changed: admin_client.post(reverse("training_course:add"), data | changed)


def test_an_officer_writes_a_plan_as_lines(officer_form):
    response = officer_form()

    assert response.status_code == 302
    course = Course.objects.get()
    assert course.modules == ROWS
    assert course.tasks == [{"task": "切配", "weight": 40}, {"task": "烹调", "weight": 60}]
    assert course.topics == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"practice_hours": "61"}, "modules"),
        ({"modules": "刀工 | 8"}, "modules"),
        ({"tasks": "切配 | 40"}, "tasks"),
        ({"topics": "卫生 | 中毒 | 101"}, "topics"),
    ],
    ids=["hours do not add up", "hours missing", "tasks below 100", "topics above 100"],
)
def test_a_plan_that_does_not_add_up_is_refused(officer_form, changed, field):
    response = officer_form(**changed)

    assert list(response.context["form"].errors) == [field]
    assert not Course.objects.exists()


def test_the_form_shows_the_plan_as_lines(admin_client):
    course = CourseFactory(modules=ROWS)

    html = admin_client.get(reverse("training_course:edit", args=[course.pk])).content.decode()

    assert "刀工 | 8 | 32 | Knife skills\n热菜 | 12 | 28.5" in html


def test_the_list_is_searched_inside_chinese_names(admin_client):
    CourseFactory(name="潮州菜制作")
    CourseFactory(name="短视频")

    response = admin_client.get(reverse("training_course:index"), {"q": "州菜"})

    assert [course.name for course in response.context["object_list"]] == ["潮州菜制作"]


@pytest.mark.parametrize("name", ["training_course", "training_occupation", "training_trade"])
def test_the_lists_cost_the_same_with_one_row_and_with_three(
    admin_client, name, django_assert_num_queries
):
    url = reverse(f"{name}:index")
    CourseFactory()
    admin_client.get(url)
    with CaptureQueriesContext(connection) as one:
        admin_client.get(url)
    for number in range(2):
        CourseFactory(occupation__name=f"{number}", occupation__trade__slug=f"trade-{number}")

    with django_assert_num_queries(len(one)):
        admin_client.get(url)


@pytest.mark.parametrize("name", ["training_course", "training_occupation", "training_trade"])
def test_without_the_permission_the_back_office_is_closed(client, django_user_model, name):
    client.force_login(django_user_model.objects.create_user("somebody"))

    assert client.get(reverse(f"{name}:index")).status_code == 302


def test_a_course_is_chosen_by_part_of_its_name_and_shows_its_level(admin_client):
    CourseFactory(name="潮州菜制作", level=4)
    CourseFactory(name="短视频", occupation__name="直播销售员")
    chooser = reverse("training_course_chooser:choose_results")

    html = admin_client.get(chooser, {"q": "州菜"}).content.decode()

    assert "潮州菜制作" in html
    assert "短视频" not in html
    assert str(Level(4).label) in html


def test_an_occupation_is_chosen_by_part_of_its_name(admin_client):
    OccupationFactory(name="中式烹调师")
    OccupationFactory(name="养老护理员")

    html = admin_client.get(
        reverse("training_occupation_chooser:choose_results"), {"q": "护理"}
    ).content.decode()

    assert "养老护理员" in html
    assert "中式烹调师" not in html
