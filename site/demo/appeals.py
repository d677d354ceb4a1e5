"""Who was refused and said that it is wrong; who needs a paper; what the office answered."""

from demo.clock import at
from demo.rules import RULED_FROM
from demo.sources import facts
from training.classes.models import TrainingClass
from training.enrolment.appeal_actions import appeal, refuse_appeal, uphold_appeal
from training.enrolment.eligibility import eligibilities
from training.enrolment.eligibility_actions import begun_and_unchecked, check_beginning
from training.policy.models import Rule

DECIDE = {"upheld": uphold_appeal, "refused": refuse_appeal}


def load_appeals(county):
    """The rules come last, so that a year of history is not judged by them."""
    told = facts("appeals")
    for row in told["rules"]:
        key = {"key": row["key"], "subject": row.get("subject", "")}
        Rule.objects.get_or_create(
            **key,
            region=county.regions[row["region"]],
            valid_from=RULED_FROM,
            defaults={name: value for name, value in row.items() if name not in {*key, "region"}},
        )
    _appeals(county, told["appeals"])
    for training_class in begun_and_unchecked(county.today):
        with at(county.day((training_class.starts_on - county.today).days, hour=8)):
            check_beginning(training_class, by=None)


def _appeals(county, told):
    """Each about the next class that takes people; those who have no class are asked first."""
    training_class = (
        TrainingClass.objects.open_on(county.today)
        .with_rows_for_lists()
        .order_by("starts_on", "pk")
        .first()
    )
    if not training_class:
        return
    people = county.people[1:]  # the worker of the tour stays as the tour knows her
    answers = eligibilities(people, training_class)
    refused = [
        person
        for person in people
        if any(row.code.startswith("max_age") for row in answers[person.pk].against)
    ]
    for row, person in zip(told, refused, strict=False):
        officer = county.officer_of(training_class.region)
        with at(county.day(-row["days_ago"])):
            made = appeal(person, training_class, row["words"], by=person.user)
        if decide := DECIDE.get(row["state"]):
            with at(county.day(-row["days_ago"] + 1)):
                decide(made, answer=row["answer"], by=officer)
