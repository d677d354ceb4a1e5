"""What people were told, and a few messages that an officer has to look at.

Nothing of it is sent: the demo's numbers belong to nobody, and its days are over.
"""

from datetime import timedelta

from demo.clock import at, moment
from training.classes.models import TrainingClass
from training.classes.states import ClassState
from training.enrolment.reminders import message_class, remind
from training.notices.models import Message
from training.notices.states import Fault, MessageState

NOTE = "明天上午请带身份证和围裙，八点半前到教室。"
DAY = timedelta(days=1)
SETTLED = ["state", "sent_at", "tries", "receipt", "last_error"]
ENDINGS = [  # of the latest
    (MessageState.UNSURE, Fault.CUT_OFF),
    (MessageState.UNSURE, Fault.NO_ANSWER),
    (MessageState.FAILED, Fault.REFUSED),
]


def load_notices(county):
    """The reminders of the classes that run, each on the day before; then a note to one class."""
    running = TrainingClass.objects.filter(
        state=ClassState.APPROVED, starts_on__lte=county.today
    ).order_by("starts_on", "pk")
    for day in sorted({row.starts_on for row in running}):
        with at(moment(day - DAY, 10)):
            remind(day)
    if last := running.last():
        with at(county.day(-1, 16)):
            message_class(last, NOTE, by=county.users["manager"])
    _settle()


def _settle():
    """As if the operator had taken them, all but three."""
    rows = list(Message.objects.filter(state=MessageState.WAITING).order_by("-created_at", "-pk"))
    for row in rows:
        row.state, row.sent_at, row.tries = MessageState.SENT, row.due_at, 1
        row.receipt = f"D{row.pk:08}"
    for row, (state, fault) in zip(rows, ENDINGS, strict=False):
        row.state, row.last_error, row.sent_at, row.receipt = state, fault, None, ""
    Message.objects.bulk_update(rows, SETTLED, batch_size=200)
