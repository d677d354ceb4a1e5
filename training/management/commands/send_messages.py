import signal
from threading import Event

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from training.notices.sending import A_RUN, send_due

STOP = (signal.SIGTERM, signal.SIGINT)


class Command(BaseCommand):
    help = "Send what waits in the outbox. Any number of these may run at once."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="until stopped, for systemd")
        parser.add_argument("--limit", type=int, default=A_RUN, help="at most so many in a run")
        parser.add_argument("--pause", type=float, default=5, help="seconds between two runs")

    def handle(self, *, loop, limit, pause, **options):
        if not loop:
            self.stdout.write(_("Messages tried: %(count)d.") % {"count": send_due(limit)})
            return
        stopped = Event()
        for number in STOP:  # the message being sent is brought to its end first
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.wait(pause):
            send_due(limit)
