"""Announcements for the rooms above."""

from django.dispatch import Signal

# A class was concluded. Arguments: training_class, by.
class_concluded = Signal()
# The bureau approved a class: people may be seated from now on. Arguments: training_class, by.
class_approved = Signal()
# A class will not take place. Arguments: training_class, reason, by.
class_cancelled = Signal()
# An approved class was changed. Arguments: training_class, before (the facts that changed, by
# name, as they were), by. A receiver may refuse with a ValidationError: nothing is changed then.
class_changed = Signal()
