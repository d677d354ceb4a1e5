"""Announcements for the rooms above."""

from django.dispatch import Signal

# A person took a seat. Arguments: enrolment, by, answer (what the rules said of them).
enrolled = Signal()
# A seat was given back. Arguments: enrolment, by.
left = Signal()
# A seat was offered to somebody who waited. Arguments: waiting.
seat_offered = Signal()
# A place on a waiting list ended otherwise than with a seat. Arguments: waiting.
waiting_ended = Signal()
# Somebody's seat is in another class now. Arguments: enrolment, source (the class before),
# reason, by.
moved_over = Signal()
# Somebody waits for another class now, into which theirs was merged. Arguments: waiting, source.
queue_moved = Signal()
