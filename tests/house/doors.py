"""The doors of the house, read from the URL configuration, and what happens at one."""

import io
import zipfile
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from training.classes.feeds import token_of

OURS = {"training", "courses", "certificates", "home"}
METHODS = ("get", "post")

# What `pk` stands for, where the first part of the name does not say it.
ROW = {
    "training:class_detail": "class",
    "training:may_i": "class",
    "training:appeal": "class",
    "training:enrol": "class",
    "training:enrol_code": "class",
    "training:enrol_for": "class",
    "training:queue": "full class",
    "training:wait": "full class",
    "training:place": "waiting",
    "training_class:reserve": "class to come",
    "training_class:merge": "class to come",
    "training:leave": "enrolment",
    "training:survey": "enrolment",
    "training:order": "order",
    "training:staff": "order",
    "training:decline_offer": "offer",
    "training:end_interest": "interest",
    "training:village_interest": "person",
    "training:teach_class": "class",
    "training:results": "class",
    "training:roll": "lesson",
    "training:code_screen": "lesson",
    "training:own_data_consent": "person",
    "training:own_data_take": "person",
    "training:own_data_print": "person",
    "training:own_data_wrong": "person",
    "training:own_data_erase": "person",
    "training:village_person": "person",
    "training:village_entitlements": "person",
    "training:claim_entitlement": "issue",
    "training:use_entitlement": "entitlement",
    "training:village_contact": "person",
    "training:village_service": "person",
    "training:village_need": "person",
    "training:village_step": "person",
    # A class is written only while it is prepared, and asked after only when it is over.
    "training_class:edit": "draft class",
    "training_class:file": "draft class",
    "training_class:timetable": "draft class",
    "training_class:lay_out": "draft class",
    "training_follow_up:record_1": "past enrolment",
    "training_follow_up:record_3": "past enrolment",
    "training_follow_up:record_6": "past enrolment",
    "training_follow_up:record_12": "past enrolment",
    "training_course_chooser:chosen": "course",
    "training_occupation_chooser:chosen": "occupation",
}


# Whose calendar is behind an address that anybody may have been given.
CALENDARS = {
    "training:my_feed": "calendar of a worker",
    "training:teach_feed": "calendar of a trainer",
    "training:place_feed": "calendar of a room",
}


@dataclass(frozen=True)
class Door:
    name: str  # as `reverse` knows it; of an address without a name the address itself
    arguments: frozenset[str]
    methods: tuple[str, ...]

    @property
    def key(self):
        """The name of the county's row that the door leads to."""
        return ROW.get(self.name) or self.name.split(":")[0].removeprefix("training_")

    @property
    def of_a_row(self):
        return bool(self.arguments)

    def is_known(self, rows):
        """Whether it can be told which row the arguments mean."""
        known = {"pk", "class_pk", "moment", "number", "token"}
        return self.arguments <= known and ("pk" not in self.arguments or self.key in rows)

    def address(self, rows):
        if self.name.endswith("/"):
            return f"/{self.name}"
        given = {"moment": "before", "number": rows["certificate"].number}
        given["token"] = "1-abc" if self.name == "training:scan" else rows["certificate"].token
        if self.name in CALENDARS:
            given["token"] = token_of(rows[CALENDARS[self.name]])
        given["class_pk"] = rows["class"].pk
        if "pk" in self.arguments:
            given["pk"] = rows[self.key].pk
        return reverse(self.name, kwargs={name: given[name] for name in self.arguments})


def doors(urls=None, *, ours=True):
    """Every address that leads to our code, or every other one of the project."""
    found = {door for door, is_ours in _walk(get_resolver(urls)) if is_ours == ours}
    return sorted(found, key=lambda door: door.name)


def _walk(resolver, namespaces=(), route=""):
    module = getattr(resolver.urlconf_module, "__name__", "")
    for pattern in resolver.url_patterns:
        path = route + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, inner, path)
        elif "^" not in path:  # Wagtail's pages and files: whatever nobody else answers
            name = ":".join([*namespaces, pattern.name]) if pattern.name else path
            view = getattr(pattern.callback, "view_class", pattern.callback)
            door = Door(name, frozenset(pattern.pattern.converters), _methods(view))
            yield door, _is_ours(pattern.callback, view, module)


def _methods(view):
    """A class without ``post`` answers 405 before it looks at anything."""
    names = getattr(view, "http_method_names", METHODS)
    function = not isinstance(view, type)
    return tuple(each for each in METHODS if each in names and (function or hasattr(view, each)))


def _is_ours(callback, view, module):
    """By where its view, its model or its address was written."""
    given = getattr(callback, "view_initkwargs", {})
    model = given.get("model") or getattr(view, "model", None)
    modules = [module, view.__module__, getattr(model, "__module__", None) or ""]
    return any(name.split(".")[0] in OURS for name in modules)


WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE", "COPY", "TRUNCATE")
# What a visitor has begun, kept for them alone.
NOBODYS = '"django_session"'
SIGNING_IN = ("/sign-in/", "/en/sign-in/", "/admin/login/")


@dataclass
class Answer:
    asked: str
    status: int
    leads_to: str = ""
    body: bytes = b""
    written: list[str] = field(default_factory=list)

    @property
    def is_refusal(self):
        """Not there, not allowed, or sent back to where one signs in or begins."""
        if self.status in {400, 403, 404, 405}:
            return True
        place = self.leads_to.split("?")[0]
        if self.asked.startswith("/admin/") and place == "/admin/":
            return True
        return place in SIGNING_IN and "/sign-" not in self.asked

    def holds(self, words):
        """Those of ``words`` that stand in it; a workbook is unpacked first."""
        body = self.body
        if body.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(body)) as book:
                body = b"".join(book.read(name) for name in book.namelist())
        return [word for word in words if word.encode() in body or _in_json(word).encode() in body]


def _in_json(word):
    return word.encode("ascii", "backslashreplace").decode()


class Visitor:
    """A browser of somebody, signed in or not, whose every request is undone."""

    def __init__(self, user=None):
        self.client = Client(raise_request_exception=False)
        if user:
            self.client.force_login(user)
        signed_in = self.client.cookies.get(settings.SESSION_COOKIE_NAME)
        self.cookies = {settings.SESSION_COOKIE_NAME: signed_in.value} if signed_in else {}

    def ask(self, method, address, data=None):
        self.client.cookies = SimpleCookie(self.cookies)
        written = []

        def note(execute, sql, params, many, context):
            if sql.lstrip().upper().startswith(WRITING) and NOBODYS not in sql:
                written.append(sql)
            return execute(sql, params, many, context)

        with transaction.atomic(), connection.execute_wrapper(note):
            response = getattr(self.client, method)(address, data or {})
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        place = response.headers.get("Location", "")
        return Answer(address.split("?")[0], response.status_code, place, body, written)
