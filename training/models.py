"""Table of contents: every room's models, so that Django finds them under one label."""

from .assessment.models import Result
from .attendance.models import Mark
from .casework.models import Case, ContactAttempt, Need, Service, StageReached
from .classes.models import (
    CalendarFeed,
    ChangeRequest,
    Lesson,
    PickUp,
    Room,
    Trainer,
    TrainingClass,
)
from .completion.models import Completion
from .enrolment.appeals import Appeal, EligibilityCheck, PaperSeen
from .enrolment.models import Enrolment
from .enrolment.seats import Party, Reserve, Seat, Waiting
from .enrolment.staff_seats import StaffSeat
from .entitlements.models import Entitlement, Issue
from .exchange.models import Comparison, Difference, RefusedRow, RegisterFile
from .notices.models import Message
from .orders.models import Interest, Offer, Order, OrderLine, Refusal
from .organisations.models import (
    Accreditation,
    Bureau,
    Employer,
    FormerCode,
    Membership,
    Provider,
    Region,
    Venue,
)
from .outcomes.models import Outcome
from .people.models import (
    ListPlace,
    Person,
    Phone,
    PhoneLogin,
    SignInCode,
    Tagging,
)
from .people.requests import DataRequest
from .policy.models import Rule
from .subsidies.models import Rate
from .surveys.models import Comment, Invitation, Question, Tally

__all__ = [
    "Accreditation",
    "Appeal",
    "Bureau",
    "CalendarFeed",
    "Case",
    "ChangeRequest",
    "Comment",
    "Comparison",
    "Completion",
    "ContactAttempt",
    "DataRequest",
    "Difference",
    "EligibilityCheck",
    "Employer",
    "Enrolment",
    "Entitlement",
    "FormerCode",
    "Interest",
    "Invitation",
    "Issue",
    "Lesson",
    "ListPlace",
    "Mark",
    "Membership",
    "Message",
    "Need",
    "Offer",
    "Order",
    "OrderLine",
    "Outcome",
    "PaperSeen",
    "Party",
    "Person",
    "Phone",
    "PhoneLogin",
    "PickUp",
    "Provider",
    "Question",
    "Rate",
    "Refusal",
    "RefusedRow",
    "Region",
    "RegisterFile",
    "Reserve",
    "Result",
    "Room",
    "Rule",
    "Seat",
    "Service",
    "SignInCode",
    "StaffSeat",
    "StageReached",
    "Tagging",
    "Tally",
    "Trainer",
    "TrainingClass",
    "Venue",
    "Waiting",
]

# Models with rows for some people only; each has `visible_to(user)`, and Wagtail asks it.
SCOPED_MODELS = [
    Accreditation,
    Appeal,
    Bureau,
    Case,
    ChangeRequest,
    Comment,
    Comparison,
    Completion,
    ContactAttempt,
    DataRequest,
    Difference,
    EligibilityCheck,
    Employer,
    Enrolment,
    Entitlement,
    FormerCode,
    Issue,
    Interest,
    Lesson,
    ListPlace,
    Mark,
    Membership,
    Message,
    Need,
    Offer,
    Order,
    OrderLine,
    Outcome,
    PaperSeen,
    Person,
    Phone,
    Provider,
    Question,
    Rate,
    Refusal,
    Region,
    RegisterFile,
    Reserve,
    Result,
    Room,
    Rule,
    Seat,
    Service,
    Tagging,
    Trainer,
    TrainingClass,
    Venue,
    Waiting,
]
