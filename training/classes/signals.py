"""Announcements for the rooms above."""

from django.dispatch import Signal

# A class was concluded. Arguments: training_class, by.
class_concluded = Signal()
