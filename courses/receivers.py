"""Course pages are found by the names of their course, occupation and trade: when one of those
changes, the search index of the pages follows. (Nothing else listens to a save here.)"""

from django.db.models.signals import post_save
from wagtail.search import index

from courses.models import Course, CoursePage, Occupation, Trade

NAMED_BY = {Course: "course", Occupation: "course__occupation", Trade: "course__trade"}


def reindex_pages(sender, instance, *, created, raw, **kwargs):
    if created or raw:
        return
    for page in CoursePage.objects.filter(**{NAMED_BY[sender]: instance}):
        index.insert_or_update_object(page)


def connect():
    for model in NAMED_BY:
        post_save.connect(reindex_pages, sender=model, dispatch_uid="training_courses.reindex")
