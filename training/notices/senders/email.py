from smtplib import SMTPRecipientsRefused, SMTPSenderRefused

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from training.notices.errors import NotSent
from training.notices.states import Fault

from .base import Sender


class EmailSender(Sender):
    """By the site's own mail. A mail server does not look for mails it had before."""

    slug = "email"

    def address_of(self, person):
        return person.email

    def send(self, message):
        with override(message.language or None):
            subject = _("About your training")
        mail = EmailMessage(subject, message.text, to=[message.address])
        mail.extra_headers["Message-ID"] = f"<{message.reference}@yiji>"
        try:
            mail.send()
        except (SMTPRecipientsRefused, SMTPSenderRefused):
            raise NotSent(Fault.REFUSED) from None
        except ConnectionRefusedError:
            raise NotSent(Fault.UNREACHABLE, temporary=True) from None
        return str(message.reference)
