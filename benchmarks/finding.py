"""Finding one person, and the list of people, at the size the register has now."""

import random
from statistics import median
from time import perf_counter

from django.test import Client
from django.urls import reverse

from training.people.models import Person

SAMPLES = 60


def seconds_each(work, samples):
    taken = []
    for sample in samples:
        started = perf_counter()
        work(sample)
        taken.append(perf_counter() - started)
    return median(taken)


def people(user):
    """Some people of the user's, the same for every question."""
    keys = list(Person.objects.visible_to(user).order_by("pk").values_list("pk", flat=True))
    chosen = random.Random(7).sample(keys, min(SAMPLES, len(keys)))
    return list(Person.objects.filter(pk__in=chosen))


def times(user):
    """What is asked → seconds, for somebody who sees what ``user`` sees."""
    known = people(user)
    mine = Person.objects.visible_to(user)

    def find(text):
        return list(mine.found_by(text)[:20])

    return {
        "primary key": seconds_each(lambda pk: mine.get(pk=pk), [p.pk for p in known]),
        "identity number": seconds_each(find, [p.id_number for p in known]),
        "telephone": seconds_each(find, [p.phone for p in known if p.phone]),
        "whole name": seconds_each(find, [p.name for p in known]),
        "part of a name": seconds_each(find, [p.name[1:] for p in known]),
        "end of a telephone": seconds_each(find, [p.phone[-5:] for p in known if p.phone]),
    }


def page_seconds(user, query=""):
    """The list of people in the back office, as a browser gets it."""
    client = Client()
    client.force_login(user)
    address = reverse("training_person:index") + query

    def ask(_number):
        assert client.get(address).status_code == 200

    ask(0)  # the first answer fills the caches of templates
    return seconds_each(ask, range(15))
