from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from training.entitlements.actions import expire


class Command(BaseCommand):
    help = "Write down which training vouchers expired; run it once a night."

    def handle(self, **options):
        self.stdout.write(_("Vouchers that expired: %(count)d.") % {"count": expire()})
