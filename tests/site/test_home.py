import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.models import Page, Site

from courses.models import CataloguePage
from home.models import Contact, HomePage
from tests.factories.courses import (
    CataloguePageFactory,
    TradeFactory,
    english_home_page,
    home_page,
)
from tests.factories.organisations import (
    BureauFactory,
    EmployerFactory,
    ProviderFactory,
    member,
)
from tests.factories.site import NewsIndexPageFactory, NewsPageFactory, StandardPageFactory
from training.organisations.states import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return home_page().specific


def get(client, page):
    response = client.get(page.get_url())
    assert response.status_code == 200
    return response.content.decode()


def test_a_fresh_site_opens_on_our_home_page(client):
    home = Site.objects.get(is_default_site=True).root_page.specific

    assert isinstance(home, HomePage)
    assert "site-head" in get(client, home)


def test_an_empty_home_page_speaks_in_the_products_own_words(client, home):
    with_words = get(client, home)

    home.headline = "潮州人学潮州菜"
    home.save()

    assert with_words.count("<h1>") == 1
    assert "潮州人学潮州菜" not in with_words
    assert "潮州人学潮州菜" in get(client, home)


def test_home_shows_a_sign_for_each_trade_with_a_motif(client, home):
    CataloguePageFactory(parent=home)
    TradeFactory(slug="cooking", motif="steam")
    TradeFactory(slug="welding", name="焊工", motif="")

    html = get(client, home)

    assert 'class="sign sign--steam" href="/courses/?trade=cooking"' in html
    assert "焊工" not in html


def test_home_shows_the_three_newest_pieces_of_news(client, home):
    index = NewsIndexPageFactory(parent=home)
    for day in range(1, 5):
        NewsPageFactory(parent=index, title=f"消息{day}号", date=f"2026-03-0{day}")
    NewsPageFactory(parent=index, title="未发布", date="2026-03-09", live=False)

    html = get(client, home)

    assert [f"消息{day}号" in html for day in range(1, 5)] == [False, True, True, True]
    assert "未发布" not in html
    assert "消息1号" in get(client, index)


def test_home_asks_the_same_number_of_queries_however_much_news_there_is(
    client, home, django_assert_max_num_queries, django_assert_num_queries
):
    index = NewsIndexPageFactory(parent=home)
    NewsPageFactory(parent=index, title="一")
    get(client, home)
    with django_assert_max_num_queries(60) as one:
        get(client, home)
    NewsPageFactory(parent=index, title="二")
    NewsPageFactory(parent=index, title="三")

    with django_assert_num_queries(len(one)):
        get(client, home)


def test_a_plain_page_shows_every_kind_of_block(client, home):
    page = StandardPageFactory(
        parent=home,
        title="关于我们",
        body=[
            ("heading", "我们是谁"),
            ("text", "<p>县里的培训班。</p>"),
            ("quote", "手艺养人。"),
            ("notice", {"tone": "wait", "text": "<p>先报名。</p>"}),
            ("facts", [{"name": "地点", "value": "古巷镇"}]),
            ("questions", [{"question": "要交钱吗", "answer": "<p>不要。</p>"}]),
        ],
    )

    html = get(client, page)

    for words in ("我们是谁", "县里的培训班", "手艺养人", "先报名", "古巷镇", "要交钱吗", "不要。"):
        assert words in html
    assert "notice--wait" in html


def test_the_help_line_is_told_once_and_shown_on_home_and_at_every_foot(client, home):
    contact = Contact.for_site(Site.objects.get(is_default_site=True))
    contact.phone = "0768-2200000"
    contact.save()
    page = StandardPageFactory(parent=home)

    assert get(client, home).count("tel:0768-2200000") == 2
    assert get(client, page).count("tel:0768-2200000") == 1


def test_a_page_links_to_its_translation(client, home):
    english = english_home_page()
    CataloguePageFactory(parent=home)
    CataloguePageFactory(parent=english, title="Courses", locale=english.locale)

    html, html_en = get(client, home), get(client, english)

    assert '<a href="/en/" lang="en" hreflang="en">English</a>' in html
    assert '<a href="/" lang="zh-hans"' in html_en
    assert 'href="/en/courses/"' in html_en
    assert 'href="/en/courses/"' not in html


def test_a_page_without_translation_links_to_the_other_languages_home(client, home):
    english_home_page()
    page = StandardPageFactory(parent=home)

    assert '<a href="/en/" lang="en"' in get(client, page)


def test_public_pages_carry_no_script_and_no_inline_style(client, home):
    html = get(client, home)

    assert "<script" not in html
    assert "style=" not in html
    assert "<style" not in html


def test_the_link_to_the_back_office_is_for_staff_only(client, admin_client, home):
    link = f'href="{reverse("wagtailadmin_home")}"'

    assert link not in get(client, home)
    assert link in get(admin_client, home)


@pytest.mark.parametrize(
    ("role", "organisation", "place"),
    [
        (Role.TRAINER, ProviderFactory, "教学"),
        (Role.EMPLOYER, EmployerFactory, "我的订单"),
        (Role.VILLAGE_OFFICER, BureauFactory, "我的村"),
    ],
)
def test_each_role_finds_its_own_place_instead_of_my_class(client, home, role, organisation, place):
    assert ">我的班</a>" in get(client, home)

    client.force_login(member(role, organisation()))
    html = get(client, home)

    assert f">{place}</a>" in html
    assert ">我的班</a>" not in html


def test_the_page_that_is_not_there_is_a_designed_page(client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "site-head" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html"])
def test_error_pages_need_no_request(name, django_assert_num_queries):
    html = render_to_string(name, {"user": AnonymousUser()})

    assert html.count("<h1>") == 1


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_pages_for_a_broken_server_ask_nothing_of_the_database(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        render_to_string(name)


def test_the_back_office_door_bears_the_name_and_the_mark(client):
    html = client.get(reverse("wagtailadmin_login")).content.decode()

    assert "training/img/seal.svg" in html
    assert "Wagtail" not in html.split("<h1>")[1].split("</h1>")[0]


def test_pages_go_where_they_belong():
    assert HomePage.can_exist_under(Page.get_first_root_node())
    assert CataloguePage in HomePage.allowed_subpage_models()
