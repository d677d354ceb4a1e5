from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.classes.models import TrainingClass
from training.enrolment.balance import imbalances


class Command(BaseCommand):
    help = (
        "Hold seats, holds, offers, waiting lists and enrolments against each other, on live data. "
        "Says every contradiction and ends with an error when there is one."
    )

    def add_arguments(self, parser):
        parser.add_argument("number", nargs="*", help="Numbers of classes; none means all.")

    def handle(self, number, **options):
        classes = TrainingClass.objects.all()
        if number:
            classes = classes.filter(number__in=number)
        wrong = 0
        for sentence in imbalances(classes):
            wrong += 1
            self.stderr.write(sentence)
        if wrong:
            sentence = ngettext(
                "The ledger does not balance: %(count)d contradiction.",
                "The ledger does not balance: %(count)d contradictions.",
                wrong,
            )
            raise CommandError(sentence % {"count": wrong})
        self.stdout.write(_("The ledger balances: %(count)d classes.") % {"count": classes.count()})
