"""What a class is filed with beside its timetable, and what happens to it between approval and
its first day: rooms without a clash, the bus, a change that was accepted and one that waits.
"""

from datetime import time, timedelta

from certificates.models import CertificateKind
from demo.clock import at
from demo.sources import facts
from training.classes.actions import set_pick_ups
from training.classes.changes import accept_change, ask_change
from training.classes.clashes import clashes_of
from training.classes.models import Lesson, Room, Trainer, TrainingClass
from training.classes.states import TestForm
from training.completion.actions import KIND


def rooms_of(venue, key):
    """The rooms of a venue by its key in the data."""
    wanted = facts("classes")["rooms"].get(key, [])
    return [
        Room.objects.get_or_create(venue=venue, name=name, defaults={"places": places})[0]
        for name, places in wanted
    ]


def into_free_room(lessons, venue, key, seats):
    """The first room that is large enough and in which nobody else has a lesson then."""
    beside = TrainingClass(venue=venue, provider=venue.provider)
    for room in rooms_of(venue, key):
        held = [Lesson(training_class=beside, **row | {"room": room}) for row in lessons]
        taken = any(clash.about_room for clash in clashes_of(held))
        if room.places >= seats and not taken:
            for row in lessons:
                row["room"] = room
            return


def teachers(spec, organisations):
    """Those of the data; a class that a larger demo repeats is taught by a colleague of each."""
    found = [organisations[key] for key in spec["trainers"]]
    copy = spec.get("copy")
    if not copy:
        return found
    return [
        Trainer.objects.get_or_create(
            provider=row.provider,
            name=f"{row.name}（{copy}）",
            defaults={"speciality": row.speciality, "qualification": row.qualification},
        )[0]
        for row in found
    ]


def plan_of(spec, venue, last_day, by):
    """How it is taught and tested, and who answers for it."""
    return {
        "mode": spec.get("mode", "group"),
        "online_link": spec.get("online_link", ""),
        "certificate_kind": CertificateKind.objects.get(slug=KIND),
        "assessed_on": last_day,
        "assessed_at": venue.name,
        "theory_test": TestForm.WRITTEN,
        "practice_test": TestForm.PRACTICAL,
        "responsible": by.get_full_name(),
        "responsible_phone": venue.provider.phone,
    }


def after_approval(county, training_class, spec, by):
    if stops := spec.get("pick_ups"):
        rows = [{"at": time.fromisoformat(when), "place": place} for when, place in stops]
        with at(county.day(-5)):
            set_pick_ups(training_class, rows, by=by)
    for number, change in enumerate(spec.get("changes", ())):
        _change(county, training_class, change, by, day=number - 3)


def _change(county, training_class, change, by, day):
    lessons = training_class.lessons.order_by("starts_at")
    if later := change.get("later_minutes"):
        lesson, shift = lessons.first(), timedelta(minutes=later)
        facts_ = {"starts_at": lesson.starts_at + shift, "ends_at": lesson.ends_at + shift}
    else:
        lesson = lessons.last()
        facts_ = {"trainer": county.organisations[change["trainer"]]}
    with at(county.day(day, hour=9)):
        request = ask_change(training_class, change["reason"], lessons={lesson.pk: facts_}, by=by)
    if change.get("accepted"):
        with at(county.day(day, hour=16)):
            accept_change(request, by=county.users["officer"])
