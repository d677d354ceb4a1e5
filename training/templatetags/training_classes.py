"""What the course pages say about classes. `courses` has never heard of a class: its templates
leave slots, the site fills them with these tags."""

from django import template
from django.utils import timezone

from training.enrolment.queries import next_classes, open_classes_of

register = template.Library()


@register.simple_tag
def open_classes(course):
    """The classes of ``course`` that can still be joined, full ones too."""
    return open_classes_of(course, timezone.localdate())


@register.simple_tag
def find_classes(courses):
    """Give each course of a list its ``open_classes``, so that a card need not ask."""
    found = next_classes(courses, timezone.localdate())
    for course in courses:
        course.open_classes = found.get(course.pk, [])
    return ""
