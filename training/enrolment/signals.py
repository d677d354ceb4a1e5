"""Announcements for the rooms above."""

from django.dispatch import Signal

# A person took a seat. Arguments: enrolment, by.
enrolled = Signal()
