from django.core.management.base import BaseCommand

from demo.sample_files import make_sample_files


class Command(BaseCommand):
    help = "Make the two sample registers in demo/data/register again."

    def handle(self, *args, **options):
        for path in make_sample_files():
            self.stdout.write(str(path))
