"""Table of contents: every room's models, so that Django finds them under one label."""

from .assessment.models import Result
from .attendance.models import Mark
from .casework.models import Case, ContactAttempt, Need, Service, StageReached
from .classes.models import Lesson, Trainer, TrainingClass
from .completion.models import Completion
from .enrolment.models import Enrolment
from .exchange.models import Comparison, Difference, RefusedRow, RegisterFile
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
    "Bureau",
    "Case",
    "Comment",
    "Comparison",
    "Completion",
    "ContactAttempt",
    "DataRequest",
    "Difference",
    "Employer",
    "Enrolment",
    "FormerCode",
    "Interest",
    "Invitation",
    "Lesson",
    "ListPlace",
    "Mark",
    "Membership",
    "Need",
    "Offer",
    "Order",
    "OrderLine",
    "Outcome",
    "Person",
    "Phone",
    "PhoneLogin",
    "Provider",
    "Question",
    "Rate",
    "Refusal",
    "RefusedRow",
    "Region",
    "RegisterFile",
    "Result",
    "Rule",
    "Service",
    "SignInCode",
    "StageReached",
    "Tagging",
    "Tally",
    "Trainer",
    "TrainingClass",
    "Venue",
]

# Models with rows for some people only; each has `visible_to(user)`, and Wagtail asks it.
SCOPED_MODELS = [
    Accreditation,
    Bureau,
    Case,
    Comment,
    Comparison,
    Completion,
    ContactAttempt,
    DataRequest,
    Difference,
    Employer,
    Enrolment,
    FormerCode,
    Interest,
    Lesson,
    ListPlace,
    Mark,
    Membership,
    Need,
    Offer,
    Order,
    OrderLine,
    Outcome,
    Person,
    Phone,
    Provider,
    Question,
    Rate,
    Refusal,
    Region,
    RegisterFile,
    Result,
    Rule,
    Service,
    Tagging,
    Trainer,
    TrainingClass,
    Venue,
]
