"""Announcements for the rooms above."""

from django.dispatch import Signal

# A person took a seat. Arguments: enrolment, by.
enrolled = Signal()
# A person gave the seat back or dropped out. Arguments: enrolment, by.
left = Signal()
