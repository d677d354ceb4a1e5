from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from training.classes.models import TrainingClass
from training.enrolment.seats import Waiting
from training.enrolment.waiting_list import sweep


class Command(BaseCommand):
    help = (
        "Pass on seats whose offers nobody answered, and end the lists of classes that began. "
        "To be run every few minutes; running it twice does no harm."
    )

    def handle(self, **options):
        queued = Waiting.objects.in_queue().values("training_class")
        offers = 0
        for training_class in TrainingClass.objects.filter(pk__in=queued).order_by("pk"):
            offers += len(sweep(training_class))
        self.stdout.write(_("Seats offered: %(count)d.") % {"count": offers})
