"""A county with its people and one row of everything, for asking who gets through which door.

Whatever the county writes down carries its ``mark`` and who may read it: ``SECRET`` stays in the
county, ``OPEN`` stands on the public page of a class, ``WANTED`` on the market of orders.
"""

import json
from datetime import date, time, timedelta
from types import SimpleNamespace

from django.utils import timezone

from certificates.models import Certificate
from tests.factories.assessment import ResultFactory
from tests.factories.attendance import MarkFactory
from tests.factories.casework import (
    CaseFactory,
    ContactAttemptFactory,
    NeedFactory,
    ServiceFactory,
)
from tests.factories.certificates import CertificateKindFactory, issued
from tests.factories.classes import (
    LessonFactory,
    RoomFactory,
    TrainerFactory,
    TrainingClassFactory,
)
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.entitlements import EntitlementFactory, IssueFactory
from tests.factories.exchange import table
from tests.factories.notices import MessageFactory
from tests.factories.orders import InterestFactory, OrderLineFactory
from tests.factories.organisations import (
    AccreditationFactory,
    BureauFactory,
    EmployerFactory,
    FormerCodeFactory,
    ProviderFactory,
    RegionFactory,
    UserFactory,
    VenueFactory,
    member,
)
from tests.factories.outcomes import OutcomeFactory
from tests.factories.people import SensitivePersonFactory, id_number
from tests.factories.policy import RuleFactory
from tests.factories.surveys import QuestionFactory
from training.casework.states import ServiceKind, Stage
from training.classes.feeds import renew_calendar
from training.classes.states import ClassState
from training.completion.models import Completion
from training.enrolment import waiting_list
from training.enrolment.appeals import Appeal
from training.enrolment.seats import Reserve
from training.entitlements.states import EntitlementState
from training.exchange.actions import bring_file
from training.exchange.comparing import start_comparison
from training.exchange.models import Difference
from training.exchange.states import DifferenceKind, FileState
from training.notices.states import MessageState
from training.orders.models import Offer, Refusal
from training.orders.states import RefusalReason, Refused
from training.organisations.states import Role
from training.people.models import PhoneLogin
from training.people.states import Relation, StandingList, Tag
from training.policy.states import DeliveryMode
from training.subsidies.models import Rate
from training.surveys.actions import invite
from training.surveys.models import Comment

SECRET, OPEN, WANTED = "私", "公", "商"
DAY = date(2025, 3, 3)


def county(code, mark=None):
    mark = mark or ("本县" if code == "445102" else f"县{code}")
    here = SimpleNamespace(
        region=RegionFactory(code=code),
        code=code,
        secret=mark + SECRET,
        open=mark + OPEN,
        wanted=mark + WANTED,
        people={},
        rows={},
    )
    here.rows["region"] = here.region
    for part in (_offices, _classes, _person, _case, _seats, _vouchers, _register, _directory):
        part(here)
    person = here.rows["person"]
    here.secrets = [
        here.secret,
        *(person.id_number, person.masked_id_number, person.phone, person.masked_phone),
        *(person.bank_account, person.masked_bank_account),
    ]
    return here


def _appoint(here, name, role, organisation):
    here.people[name] = member(
        role, organisation, username=f"{name.replace(' ', '-')}{here.secret}"
    )


def _offices(here):
    bureau = BureauFactory(region=here.region, name=f"{here.secret}人社局")
    employer = EmployerFactory(region=here.region, name=f"{here.wanted}瓷厂")
    provider = ProviderFactory(region=here.region, name=f"{here.open}学校", phone=f"{here.code}-06")
    posts = {
        "officer": (Role.OFFICER, bureau),
        "inspector": (Role.INSPECTOR, bureau),
        "village officer": (Role.VILLAGE_OFFICER, bureau),
        "manager": (Role.PROVIDER_MANAGER, provider),
        "trainer": (Role.TRAINER, provider),
        "assessor": (Role.ASSESSOR, provider),
        "employer": (Role.EMPLOYER, employer),
    }
    for name, (role, organisation) in posts.items():
        _appoint(here, name, role, organisation)
    here.rows |= {
        "bureau": bureau,
        "employer": employer,
        "provider": provider,
        "membership": here.people["manager"].memberships.get(),
    }


def _classes(here):
    provider = here.rows["provider"]
    venue = VenueFactory(provider=provider, name=f"{here.open}基地", address=f"{here.open}路")
    teacher, assessor = (
        TrainerFactory(provider=provider, user=here.people[role], name=f"{here.open}师傅")
        for role in ("trainer", "assessor")
    )
    running = TrainingClassFactory(
        venue=venue,
        assessor=assessor,
        starts_on=timezone.localdate(),
        mode=DeliveryMode.MIXED,
        online_link=f"https://meet.example/{here.secret}",
    )
    room = RoomFactory(venue=venue, name=f"{here.open}灶间")
    running.pick_ups.create(place=f"{here.open}村口", at=time(8))
    now = timezone.now()
    here.rows |= {
        "venue": venue,
        "room": room,
        "calendar of a room": renew_calendar(room, by=None),
        "calendar of a trainer": renew_calendar(here.people["trainer"], by=None),
        "change_request": running.change_requests.create(
            before={"seats": 30}, after={"seats": 28}, reason=here.secret, asked_at=now
        ),
        "trainer": teacher,
        "class": running,
        "lesson": LessonFactory(
            training_class=running,
            trainer=teacher,
            starts_at=now - timedelta(minutes=5),
            ends_at=now + timedelta(hours=2),
        ),
        "draft class": TrainingClassFactory(
            venue=venue, course=running.course, state=ClassState.DRAFT, note=here.secret
        ),
        "past class": TrainingClassFactory(
            venue=venue, course=running.course, starts_on=DAY - timedelta(days=500)
        ),
        "course": running.course,
        "occupation": running.course.occupation,
        "trade": running.course.trade,
        "accreditation": AccreditationFactory(
            provider=provider, trade=running.course.trade, document=here.secret
        ),
    }


def _person(here):
    worker = UserFactory(username=f"worker{here.secret}")
    person = SensitivePersonFactory(
        name=f"李{here.secret}",
        id_number=id_number(1, county=here.code),
        phone=f"139{here.code}{here.code[-2:]}",
        region=here.region,
        user=worker,
        officer=here.people["officer"],
        registered_by=here.people["officer"],
        address=f"{here.secret}街",
        consented_at=timezone.now(),
    )
    PhoneLogin.objects.create(user=worker, phone=person.phone)
    person.phones.create(
        number=f"137{here.code}02", relation=Relation.SPOUSE, holder=f"王{here.secret}"
    )
    person.taggings.create(tag=Tag.LOW_INCOME, since=DAY, source=here.secret)
    person.list_places.create(
        list=StandingList.AT_RISK,
        since=DAY,
        reason=here.secret,
        moved_by=here.people["officer"],
    )
    here.people["worker"] = worker
    here.rows["calendar of a worker"] = renew_calendar(worker, by=None)
    here.rows |= {
        "person": person,
        "data_request": person.requests.create(kind="erasure", text=here.secret, asked_by=worker),
    }


def _case(here):
    person, by = here.rows["person"], here.people["officer"]
    case = CaseFactory(person=person, next_step=here.secret, next_on=DAY, opened_on=DAY)
    case.stages.create(stage=Stage.SURVEYED, on=DAY, by=by)
    NeedFactory(person=person, note=here.secret, by=by, trade=here.rows["trade"])
    ServiceFactory(person=person, note=here.secret, by=by)
    ServiceFactory(
        person=person, kind=ServiceKind.JOB_INTRODUCTION, employer=here.rows["employer"], by=by
    )
    ContactAttemptFactory(person=person, note=here.secret, by=by)
    here.rows["case"] = case


def _seats(here):
    person, running, past = (here.rows[name] for name in ("person", "class", "past class"))
    seat = EnrolmentFactory(person=person, training_class=running)
    earlier = EnrolmentFactory(person=person, training_class=past, left_because=here.secret)
    lesson = LessonFactory(training_class=past, trainer=here.rows["trainer"])
    invite(seat)
    paper: Certificate = issued(
        kind=CertificateKindFactory(),
        holder_name=person.name,
        holder_masked_id=person.masked_id_number,
        subject_key=f"enrolment:{earlier.pk}",
        issuer_key=f"provider:{here.rows['provider'].pk}",
    )
    Completion.objects.create(
        enrolment=earlier, completed=True, certificate=paper, concluded_at=timezone.now()
    )
    ResultFactory(enrolment=earlier)
    OutcomeFactory(enrolment=earlier, months=1)
    line = OrderLineFactory(
        order__employer=here.rows["employer"],
        order__contact=here.secret,
        course=running.course,
        conditions=here.wanted,
    )
    doubt = [
        {
            "code": "max_age_women",
            "kind": "no",
            "sentences": {"zh-hans": here.secret, "en": here.secret},
            "source": here.secret,
            "source_url": "",
        }
    ]
    seat.checks.create(moment="enrolment", answer="no", reasons=doubt, checked_at=timezone.now())
    offer = Offer.objects.create(line=line, training_class=running, seats=10)
    refusal = Refusal.objects.create(
        line=line,
        provider=here.rows["provider"],
        kind=Refused.CANNOT,
        reason=RefusalReason.NO_TRAINER,
        note=here.secret,
        at=timezone.now(),
    )
    here.rows |= {
        "appeal": Appeal.objects.create(
            person=person, training_class=running, reasons=doubt, words=here.secret
        ),
        "offer": offer,
        "refusal": refusal,
        "interest": InterestFactory(person=person, course=running.course, region=here.region),
        "enrolment": seat,
        "past enrolment": earlier,
        "message": MessageFactory(person=person, text=here.secret, state=MessageState.UNSURE),
        "mark": MarkFactory(enrolment=earlier, lesson=lesson),
        "comment": Comment.objects.create(training_class=running, text=here.secret, released=True),
        "order": line.order,
        "orderline": line,
        "certificate": paper,
        "certificate_kind": paper.kind,
    }
    _waiting(here)


def _waiting(here):
    """A full class to come with the person in its queue, and seats reserved in another one."""
    full = TrainingClassFactory(venue=here.rows["venue"], seats=1)
    EnrolmentFactory(training_class=full)
    [waiting] = waiting_list.join([here.rows["person"]], full, by=here.people["worker"])
    waiting.moved_because = here.secret
    waiting.save()
    other = TrainingClassFactory(venue=here.rows["venue"])
    reserve = Reserve.objects.create(
        training_class=other, region=here.region, until=other.starts_on, reason=here.secret
    )
    here.rows |= {
        "waiting": waiting,
        "full class": full,
        "reserve": reserve,
        "class to come": other,
    }


def _vouchers(here):
    issue = IssueFactory(
        bureau=here.rows["bureau"], name=f"{here.secret}券", claimed=1, source=here.secret
    )
    here.rows |= {
        "issue": issue,
        "entitlement": EntitlementFactory(
            issue=issue,
            person=here.rows["person"],
            state=EntitlementState.RESERVED,
            enrolment=here.rows["enrolment"],
            reason=here.secret,
        ),
    }


def _register(here):
    """A file that was checked, with a row refused; a list of another office, compared."""
    by, person = here.people["officer"], here.rows["person"]
    row = [f"赵{here.secret}", id_number(7, county=here.code), f"136{here.code}03", "", ""]
    brought = bring_file(table([row]), f"{here.secret}.csv", by=by, region=here.region)
    brought.state, brought.rows, brought.refused = FileState.CHECKED, 1, 1
    change = {"name": person.name, "changes": [["address", here.secret, here.secret]]}
    brought.examples = json.dumps([change], ensure_ascii=False)
    brought.save()
    brought.refused_rows.create(number=2, cells=json.dumps(row, ensure_ascii=False), reason="甲")
    comparison = start_comparison(
        table([row]),
        f"{here.secret}.csv",
        office=f"{here.secret}残联",
        about="everybody",
        as_of=DAY,
        region=here.region,
        by=by,
    )
    found = {"comparison": comparison, "since": DAY}
    Difference.objects.create(
        **found,
        kind=DifferenceKind.ONLY_THERE,
        id_index="one",
        theirs=json.dumps(row, ensure_ascii=False),
    )
    here.rows |= {
        "register_file": brought,
        "comparison": comparison,
        "difference": Difference.objects.create(
            **found,
            kind=DifferenceKind.DIFFERS,
            id_index=person.id_index,
            person=person,
            field="address",
            ours=here.secret,
            theirs=here.secret,
            note=here.secret,
        ),
    }


def _directory(here):
    """What is published, and the same for everybody."""
    here.rows |= {
        "former_code": FormerCodeFactory(region=here.region),
        "rule": RuleFactory(region=here.region),
        "rate": Rate.objects.create(
            occupation=here.rows["occupation"],
            region=here.region,
            valid_from=DAY,
            source="测试",
        ),
        "question": QuestionFactory(),
    }
