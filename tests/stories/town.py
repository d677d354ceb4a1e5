"""Who and what there is before the story begins: a street in Chaozhou with a school."""

from decimal import Decimal
from types import SimpleNamespace

from tests.factories.certificates import CertificateKindFactory
from tests.factories.classes import TrainerFactory
from tests.factories.courses import CataloguePageFactory, CourseFactory, CoursePageFactory
from tests.factories.organisations import (
    BureauFactory,
    EmployerFactory,
    ProviderFactory,
    RegionFactory,
    VenueFactory,
    member,
)
from tests.factories.policy import usual_rules
from tests.factories.surveys import QuestionFactory
from training.organisations.states import RegionLevel, Role
from training.people.models import PhoneLogin

EMPLOYER, TRAINER, VILLAGE = "13800000004", "13800000003", "13800000002"


def found_town():
    city = RegionFactory(code="4451", name="潮州市", level=RegionLevel.CITY)
    county = RegionFactory(code="445102", name="湘桥区", parent=city)
    street = RegionFactory(
        code="445102007", name="桥东街道", level=RegionLevel.TOWNSHIP, parent=county
    )
    school = ProviderFactory(name="潮州市韩江高级技工学校", code="hjjg", region=county)
    town = SimpleNamespace(
        county=county,
        street=street,
        school=school,
        course=_course(),
        employer=EmployerFactory(name="潮味楼餐饮", region=county),
        venue=VenueFactory(name="湘桥实训基地", provider=school, region=street),
    )
    usual_rules()
    CertificateKindFactory()
    QuestionFactory(text="总的来说，您满意吗？", overall=True)
    QuestionFactory(text="师傅教得明白吗？")
    _people(town)
    return town


def _course():
    """One day long: a morning of theory and an afternoon at the stove."""
    course = CourseFactory(
        name="潮州菜烹饪基础",
        theory_hours=Decimal(4),
        practice_hours=Decimal(4),
        modules=[
            {"title": "食品安全", "theory": 4, "practice": 0},
            {"title": "粿条汤", "theory": 0, "practice": 4},
        ],
        tasks=[{"task": "备料", "weight": 40}, {"task": "烹制", "weight": 60}],
    )
    CoursePageFactory(parent=CataloguePageFactory(), course=course)
    return course


def _people(town):
    bureau = BureauFactory(name="湘桥区人社局", region=town.county)
    station = BureauFactory(name="桥东街道服务站", region=town.street)
    member(Role.OFFICER, bureau, username="officer")
    member(Role.PROVIDER_MANAGER, town.school, username="manager")
    _on_phone(EMPLOYER, member(Role.EMPLOYER, town.employer))
    _on_phone(VILLAGE, member(Role.VILLAGE_OFFICER, station))
    trainer = member(Role.TRAINER, town.school)
    _on_phone(TRAINER, trainer)
    town.trainer = TrainerFactory(name="蔡师傅", provider=town.school, user=trainer)


def _on_phone(phone, user):
    PhoneLogin.objects.create(user=user, phone=phone)
