"""Table of contents: every room's models, so that Django finds them under one label."""

from .assessment.models import Result
from .attendance.models import Mark
from .classes.models import Lesson, Trainer, TrainingClass
from .completion.models import Completion
from .enrolment.models import Enrolment
from .orders.models import Offer, Order, OrderLine
from .organisations.models import Bureau, Employer, Membership, Provider, Region, Venue
from .outcomes.models import Outcome
from .people.models import Person, PhoneLogin, SignInCode
from .policy.models import Rule
from .subsidies.models import Rate
from .surveys.models import Comment, Invitation, Question, Tally

__all__ = [
    "Bureau",
    "Comment",
    "Completion",
    "Employer",
    "Enrolment",
    "Invitation",
    "Lesson",
    "Mark",
    "Membership",
    "Offer",
    "Order",
    "OrderLine",
    "Outcome",
    "Person",
    "PhoneLogin",
    "Provider",
    "Question",
    "Rate",
    "Region",
    "Result",
    "Rule",
    "SignInCode",
    "Tally",
    "Trainer",
    "TrainingClass",
    "Venue",
]

# Models with rows for some people only; each has `visible_to(user)`, and Wagtail asks it.
SCOPED_MODELS = [
    Bureau,
    Comment,
    Completion,
    Employer,
    Enrolment,
    Lesson,
    Mark,
    Membership,
    Order,
    OrderLine,
    Outcome,
    Person,
    Provider,
    Question,
    Rate,
    Region,
    Result,
    Rule,
    Trainer,
    TrainingClass,
    Venue,
]
