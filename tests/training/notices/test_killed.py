"""A worker killed with -9 in the middle of sending; the gateway is a real one, on this machine."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories.notices import MessageFactory
from training.notices.models import Message
from training.notices.sending import send_due
from training.notices.states import Fault, MessageState

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]

# Stops where it is told to: before its mark, between the mark and the sender, or behind the sender.
WORKER = """
import sys, time
import django
from django.conf import settings
django.setup()
from django.db import connection
settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = sys.argv[1]
url, idempotent, where = sys.argv[2], sys.argv[3] == "yes", sys.argv[4]
settings.TRAINING["SENDERS"] = {"sms": "gateway"}
settings.TRAINING["GATEWAYS"] = {"sms": {"url": url, "idempotent": idempotent}}
from training.notices import sending
from training.notices.senders.gateway import GatewaySender

def stop(*args, **facts):
    print("here", flush=True)
    time.sleep(60)

if where == "before the mark":
    sending.mark = stop
elif where == "before the sender":
    GatewaySender.send = stop
else:
    sending.settle = stop
sending.send_due()
"""


def killed(url, where, *, idempotent):
    worker = subprocess.Popen(  # noqa: S603  (our own code, in a process that can be killed)
        [
            *(sys.executable, "-c", WORKER, connection.settings_dict["NAME"]),
            *(url, "yes" if idempotent else "no", where),
        ],
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'site'}:{ROOT}"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout.readline() == "here\n"
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()


def lease_is_over():
    Message.objects.filter(state=MessageState.SENDING).update(lease_until=timezone.now())


@pytest.mark.parametrize(
    ("where", "idempotent", "state", "came"),
    [
        ("before the mark", False, MessageState.SENT, 1),
        ("before the sender", False, MessageState.UNSURE, 0),
        ("behind the sender", False, MessageState.UNSURE, 1),
        ("before the sender", True, MessageState.SENT, 1),
        ("behind the sender", True, MessageState.SENT, 2),
    ],
    ids=["still-waits", "unsure", "unsure-though-sent", "taken-up", "taken-up-known-again"],
)
def test_killed_in_the_middle_of_sending(gateway, training, where, idempotent, state, came):
    message = MessageFactory()
    options = {"url": gateway.url, "idempotent": idempotent}
    training(SENDERS={"sms": "gateway"}, GATEWAYS={"sms": options})

    killed(gateway.url, where, idempotent=idempotent)
    message.refresh_from_db()
    assert message.state == (
        MessageState.WAITING if where == "before the mark" else MessageState.SENDING
    )
    lease_is_over()
    while send_due():
        pass

    message.refresh_from_db()
    assert message.state == state
    assert message.last_error == (Fault.CUT_OFF if state == MessageState.UNSURE else "")
    assert [asked["id"] for asked in gateway.asked] == [str(message.reference)] * came
    assert len(gateway.phones) <= 1  # what the person reads
