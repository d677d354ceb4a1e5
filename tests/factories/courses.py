import factory
from wagtail.models import Locale, Site

from courses.models import CataloguePage, Course, CoursePage, Occupation, Trade


class TradeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Trade
        django_get_or_create = ["slug"]

    name = "烹饪"
    name_en = "Cooking"
    slug = "cooking"
    motif = "steam"


class OccupationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Occupation
        django_get_or_create = ["name"]

    name = "中式烹调师"
    name_en = "Chinese cook"
    trade = factory.SubFactory(TradeFactory)


class CourseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Course

    name = factory.Sequence(lambda n: f"潮州菜制作{n}")
    name_en = factory.Sequence(lambda n: f"Chaozhou cooking {n}")
    code = factory.Sequence(lambda n: f"course-{n}")
    occupation = factory.SubFactory(OccupationFactory)
    trade = factory.SelfAttribute("occupation.trade")
    level = 5
    theory_hours = 20
    practice_hours = 60


class PageFactory(factory.django.DjangoModelFactory):
    """Pages hang in a tree: ``parent`` is where."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, parent, **kwargs):
        return parent.add_child(instance=model_class(**kwargs))


def home_page():
    return Site.objects.get(is_default_site=True).root_page


def english_home_page():
    locale, _ = Locale.objects.get_or_create(language_code="en")
    return home_page().get_translation_or_none(locale) or published(home_page(), locale)


def published(page, locale, **changes):
    """The translation of ``page``, whose parents are translated already, for all to read."""
    copy = page.copy_for_translation(locale)
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy


class CataloguePageFactory(PageFactory):
    class Meta:
        model = CataloguePage

    title = "课程"
    parent = factory.LazyFunction(home_page)
    slug = "courses"


class CoursePageFactory(PageFactory):
    class Meta:
        model = CoursePage

    course = factory.SubFactory(CourseFactory)
    title = factory.SelfAttribute("course.name")
    slug = factory.Sequence(lambda n: f"course-page-{n}")
    parent = factory.SubFactory(CataloguePageFactory)
