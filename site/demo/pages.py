"""The public pages in both languages. Whatever an editor has changed since is left alone."""

from datetime import timedelta

from wagtail.models import Locale, Site

from courses.models import CataloguePage, CoursePage
from demo.sources import facts
from home.models import Contact, HomePage, NewsIndexPage, NewsPage, StandardPage

ENGLISH = "en"
# Who owns the pages of a trade, or one page: everybody may change their own only.
WRITERS = {
    "chaozhou-cuisine-4": "trainer",
    "cooking": "manager",
    "domestic-service": "manager_anxin",
    "rural-ecommerce": "manager_xianghuo",
}


def load_pages(courses, users, today):
    """The catalogue pages of both trees, for those who give out permissions."""
    site = Site.objects.get(is_default_site=True)
    home = HomePage.objects.get(pk=site.root_page_id)
    texts = facts("pages/site")
    _contact(site, texts["contact"])
    _home(home, texts["home"])
    for row in texts["pages"]:
        _page(StandardPage, home, row)
    news = _page(NewsIndexPage, home, texts["news"])
    for row in texts["news"]["items"]:
        _page(NewsPage, news, row, date=today - timedelta(days=row["days_ago"]))
    catalogue = _page(CataloguePage, home, texts["catalogue"])
    for code, course in courses.items():
        writer = WRITERS.get(code) or WRITERS[course.trade.slug]
        _course_page(catalogue, code, course, users[writer])
    return [catalogue, catalogue.get_translation(_english())]


def _english():
    return Locale.objects.get_or_create(language_code=ENGLISH)[0]


def _contact(site, row):
    contact = Contact.for_site(site)
    if not contact.bureau:
        for name, value in row.items():
            setattr(contact, name, value)
        contact.save()
    if not site.site_name:
        site.site_name = "一技 Yiji"
        site.save()


def _home(home, row):
    """The home page is there since the first migration; it gets its English twin."""
    if not home.has_translation(_english()):
        if not home.seo_title:
            home.seo_title = row["zh"]["seo_title"]
            home.save_revision().publish()
        _translate(home, row["en"])


def _page(model, parent, row, **more):
    """The page of this slug below ``parent``, and its twin, made where they are missing."""
    page = model.objects.child_of(parent).filter(slug=row["slug"]).first()
    if page is None:
        fields = _fields(row["zh"]) | more
        page = model(slug=row["slug"], show_in_menus=row.get("in_menus", False), **fields)
        parent.add_child(instance=page)
        page.save_revision().publish()
    if not page.has_translation(_english()):
        _translate(page, row["en"])
    return page


def _translate(page, fields):
    copy = page.copy_for_translation(_english())
    for name, value in _fields(fields).items():
        setattr(copy, name, value)
    copy.save_revision().publish()


def _fields(row):
    """Streams are written in the data as lists of [block, value]."""
    return {
        name: [tuple(block) for block in value] if isinstance(value, list) else value
        for name, value in row.items()
    }


def _course_page(catalogue, code, course, owner):
    text = facts(f"pages/{code}")
    shared = facts("pages/questions")
    row = {"slug": code}
    for language in ("zh", "en"):
        row[language] = {
            "title": course.name if language == "zh" else course.name_en,
            "intro": text[language]["intro"],
            "search_description": text[language]["intro"],
            "course": course,
            "owner": owner,
            "body": _body(text[language], shared[language]),
        }
    return _page(CoursePage, catalogue, row)


def _body(text, shared):
    questions = [*text["questions"], *shared]
    return [
        ["skills", {"skills": text["skills"]}],
        ["text", text["text"]],
        ["trainers", {"trainers": [{"name": n, "sentence": s} for n, s in text["trainers"]]}],
        ["voices", {"voices": [{"quote": quote, "who": who} for quote, who in text["voices"]]}],
        ["questions", {"questions": [{"question": q, "answer": a} for q, a in questions]}],
    ]
