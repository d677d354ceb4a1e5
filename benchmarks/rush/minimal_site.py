"""What an enrolment is held against: the project Django itself begins with, and one view that
stores one row. Its connections are kept, as ours are; nothing else is added or left out."""

import django
import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

settings.configure(
    SECRET_KEY="minimal",  # noqa: S106
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": environ.Env().db_url("DATABASE_URL")},
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
)
settings.DATABASES["default"]["CONN_MAX_AGE"] = 60
django.setup()

from django.db import models  # noqa: E402  (only now may a model be written down)

FORM = '<form method="post">{% csrf_token %}<input name="person"><button>Take it</button></form>'


class MinimalSeat(models.Model):
    """The table is made by measure.py."""

    person = models.BigIntegerField()
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "minimal"
        db_table = "minimal_seat"

    def __str__(self):
        return str(self.person)


def take(request):
    if request.method == "POST":
        MinimalSeat.objects.create(person=int(request.POST["person"]))
        return redirect("/my/")
    return HttpResponse(engines["django"].from_string(FORM).render(request=request))


urlpatterns = [path("enrol/", take)]
application = get_wsgi_application()
