from django.core.management.base import BaseCommand

from certificates.models import Certificate
from certificates.printing import paper_of


class Command(BaseCommand):
    help = "Print every certificate in force that has no paper yet. Safe to run again."

    def handle(self, *args, **options):
        waiting = list(Certificate.objects.unprinted().values_list("pk", flat=True))
        for pk in waiting:
            paper_of(Certificate.objects.get(pk=pk))
        self.stdout.write(f"{len(waiting)} printed")
