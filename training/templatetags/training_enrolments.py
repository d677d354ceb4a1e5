"""How a seat came about."""

from django import template

from training.enrolment.who_enrolled import who_enrolled

register = template.Library()
register.filter("who_enrolled", who_enrolled)
