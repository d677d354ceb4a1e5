from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from training.enrolment.eligibility_actions import begun_and_unchecked, check_beginning


class Command(BaseCommand):
    help = "Ask the rules again about the trainees of classes that have begun. Run it every day."

    def handle(self, **options):
        count = sum(
            len(check_beginning(training_class, by=None))
            for training_class in begun_and_unchecked(timezone.localdate())
        )
        self.stdout.write(
            ngettext("%(count)d trainee checked.", "%(count)d trainees checked.", count)
            % {"count": count}
        )
