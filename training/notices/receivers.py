from functools import partial

from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import get_language

from training.people.signals import code_made, forgetting

from . import tasks
from .actions import write
from .models import Message
from .signals import to_send
from .states import Kind


@receiver(to_send, dispatch_uid="training_send_message")
def send_after_the_commit(sender, message, **kwargs):
    """Robust: a sender's fault is logged, and is nothing to whoever enrols. The row still waits."""
    transaction.on_commit(partial(tasks.send, message.pk), robust=True)


@receiver(code_made, dispatch_uid="training_send_code")
def write_code(sender, code, text, **kwargs):
    write(
        Kind.CODE,
        code.phone,
        text,
        f"code:{code.pk}",
        language=get_language() or "",
        expires_at=code.expires_at,
    )


@receiver(forgetting, dispatch_uid="training_forget_messages")
def forget_messages(sender, person, **kwargs):
    Message.objects.filter(person=person).delete()
