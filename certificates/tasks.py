"""Printing on the workers' time. Doing it twice does no harm."""

try:
    from django.tasks import task
except ImportError:  # before Django 6.0
    from django_tasks import task

from .models import Certificate
from .printing import paper_of


@task()
def print_certificate(pk):
    paper_of(Certificate.objects.get(pk=pk))
