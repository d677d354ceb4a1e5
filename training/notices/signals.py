"""Announcements of the outbox."""

from django.dispatch import Signal

# A message is to be sent as soon as the transaction it was written in is over. Arguments: message.
to_send = Signal()
