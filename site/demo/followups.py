"""Calls one, three and six months after a class, most of which reach nobody."""

from datetime import timedelta

from training.outcomes.models import Outcome
from training.outcomes.states import Contact, Work

WAVES = {1: (31, 0.55), 3: (92, 0.8), 6: (183, 1.0)}  # months → days, share of the final work rate
DEAD_NUMBER = 0.2
CONTACTS = {
    Contact.REACHED: 78,
    Contact.REFUSED: 14,
    Contact.NOT_THE_PERSON: 5,
    Contact.NOT_TRIED: 3,
}
KINDS = {
    Work.EMPLOYEE: 52,
    Work.SELF_EMPLOYED: 18,
    Work.FAMILY_BUSINESS: 16,
    Work.WORKSHOP: 9,
    Work.PUBLIC_POST: 5,
}


def followups_of(training_class, trainees, mood, county):
    rng = county.rng
    for trainee in trainees:
        dead = not trainee.enrolment.person.phone or rng.random() < DEAD_NUMBER
        luck, kind = rng.random(), rng.choices(list(KINDS), KINDS.values())[0]
        wage = rng.randrange(32, 68) * 100
        for months, (days, share) in WAVES.items():
            day = training_class.ends_on + timedelta(days=days + rng.randint(0, 9))
            if day > county.today:
                break
            yield Outcome(
                enrolment=trainee.enrolment,
                months=months,
                recorded_on=day,
                recorded_by=county.officer_of(training_class.venue.region),
                **_answer(
                    rng, dead=dead, at_work=luck < mood["work"] * share, kind=kind, wage=wage
                ),
            )


def _answer(rng, *, dead, at_work, kind, wage):
    contact = Contact.DEAD_NUMBER if dead else rng.choices(list(CONTACTS), CONTACTS.values())[0]
    if contact != Contact.REACHED:
        return {"contact": contact, "work": Work.UNKNOWN}
    if not at_work:
        return {"contact": contact, "work": Work.NOT_WORKING}
    told_wage = wage if kind == Work.EMPLOYEE or rng.random() < 0.4 else None  # noqa: PLR2004
    same_trade = rng.random() < 0.7  # noqa: PLR2004
    return {"contact": contact, "work": kind, "same_trade": same_trade, "monthly_wage": told_wage}
