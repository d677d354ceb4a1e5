"""A class that opens for enrolment, and people who are signed in and want a seat in it."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user_model,
)
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone, translation

from benchmarks.rush.buyers import Buyer
from courses.models import CataloguePage
from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.courses import CataloguePageFactory, CoursePageFactory
from tests.factories.people import PersonFactory
from tests.factories.policy import RuleFactory, usual_rules
from training.people.models import PhoneLogin
from training.people.sessions import BACKEND
from training.policy.models import Rule
from training.policy.states import RuleKey

# Nobody of ours fails by them; but they are asked.
OF_ENROLMENT = {
    RuleKey.MIN_AGE: 16,
    RuleKey.MAX_AGE_MEN: 60,
    RuleKey.MAX_AGE_WOMEN: 55,
    RuleKey.CLASSES_PER_YEAR: 3,
}


def open_class(seats):
    """An approved class with a lesson, a page of its course, and the usual rules around it."""
    if not Rule.objects.exists():
        usual_rules()
        for key, value in OF_ENROLMENT.items():
            RuleFactory(key=key, value=value)
    training_class = TrainingClassFactory(seats=seats)
    LessonFactory(training_class=training_class)
    catalogue = CataloguePage.objects.first() or CataloguePageFactory()
    CoursePageFactory(parent=catalogue, course=training_class.course)
    return training_class


def door_of(training_class):
    """The address of the form, as the Chinese pages have it."""
    with translation.override("zh-hans"):
        return reverse("training:enrol", args=[training_class.pk])


def people_for(training_class, count):
    """People who live where the class is held, agreed to the use of their data and signed in."""
    people = PersonFactory.build_batch(
        count, region=training_class.venue.region, consented_at=timezone.now()
    )
    nobody = make_password(None)  # workers have none
    users = get_user_model().objects.bulk_create(
        get_user_model()(username=f"phone-{person.phone}", password=nobody) for person in people
    )
    pairs = list(zip(people, users, strict=True))
    PhoneLogin.objects.bulk_create(
        PhoneLogin(user=user, phone=person.phone) for person, user in pairs
    )
    return [_signed_in(person, user) for person, user in pairs]


def _signed_in(person, user):
    person.user = user
    person.save()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return Buyer(person.pk, session.session_key)
