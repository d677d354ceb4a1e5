from django_tasks import task

from training.conf import setting

from .sending import send_one


@task()
def send_message(pk: int) -> None:
    """Send one message. Told twice, the second finds nothing to do."""
    send_one(pk)


def send(pk: int) -> None:
    """In this process, or by whoever does the site's tasks (`manage.py db_worker`)."""
    if setting("SEND_AT_ONCE"):
        send_one(pk)
    else:
        send_message.enqueue(pk)
