"""Yes, no or *bring this paper*: each rule with its own words and with ours, and its limits."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone, translation

from tests.factories.classes import LessonFactory, TrainingClassFactory
from tests.factories.courses import CourseFactory, OccupationFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory, id_number
from tests.factories.policy import RuleFactory
from training.enrolment.actions import enrol
from training.enrolment.eligibility import Sketch, eligibilities, eligibility
from training.enrolment.eligibility_states import Answer
from training.enrolment.errors import NotEligible
from training.enrolment.rules import reasons_not_to_enrol
from training.people.states import Category, Tag
from training.policy.states import RuleKey

pytestmark = pytest.mark.django_db
FIRST_DAY = date(2027, 3, 1)
DAY = timedelta(days=1)


@pytest.fixture
def person():
    """A woman of 52 on the first day."""
    return PersonFactory(id_number=id_number(2, born="19740312"))


@pytest.fixture
def training_class():
    return TrainingClassFactory(starts_on=FIRST_DAY)


def taken(person, starts_on=FIRST_DAY - 30 * DAY, state="enrolled", **course):
    """A class of theirs; without more it is of another occupation and in another month."""
    course = {"occupation": OccupationFactory(name="育婴员")} | course
    training_class = TrainingClassFactory(starts_on=starts_on, course=CourseFactory(**course))
    return EnrolmentFactory(person=person, training_class=training_class, state=state)


def lesson(training_class, day, hour, hours=3):
    starts = timezone.make_aware(datetime.combine(day, time(hour)))  # noqa: DTZ007
    return LessonFactory(
        training_class=training_class, starts_at=starts, ends_at=starts + timedelta(hours=hours)
    )


def told(person, training_class):
    return [str(reason.sentence) for reason in eligibility(person, training_class).reasons]


def codes(person, training_class):
    return [reason.code for reason in eligibility(person, training_class).reasons]


def test_where_nobody_has_ruled_the_answer_is_yes(person, training_class):
    assert eligibility(person, training_class).answer == Answer.YES


# Each rule, in our words where the rule has none


def too_young(person, training_class):
    RuleFactory(key=RuleKey.MIN_AGE, value=60)


def too_old(person, training_class):
    RuleFactory(key=RuleKey.MAX_AGE_WOMEN, value=50)
    RuleFactory(key=RuleKey.MAX_AGE_MEN, value=40)  # not about her


def too_many_this_year(person, training_class):
    RuleFactory(key=RuleKey.CLASSES_PER_YEAR, value=2)
    for months in (1, 2):
        taken(person, FIRST_DAY + months * 30 * DAY)
    taken(person, FIRST_DAY - 365 * DAY)


def too_many_in_all(person, training_class):
    RuleFactory(key=RuleKey.CLASSES_IN_ALL, value=3)
    for years in (1, 2, 3):
        taken(person, FIRST_DAY - years * 365 * DAY)


def same_level_again(person, training_class):
    RuleFactory(key=RuleKey.NO_REPEAT, value=1)
    taken(person, occupation=training_class.course.occupation, level=5)


def lower_after_higher(person, training_class):
    RuleFactory(key=RuleKey.NO_LOWER_LEVEL, value=1)
    taken(person, occupation=training_class.course.occupation, level=3)


def excluded_group(person, training_class):
    RuleFactory(key=RuleKey.EXCLUDED, subject=Category.GRADUATE, value=1)
    person.category = Category.GRADUATE
    person.save()


def excluded_tag(person, training_class):
    RuleFactory(key=RuleKey.EXCLUDED, subject=Tag.VETERAN, value=1)
    person.taggings.create(tag=Tag.VETERAN, since=date(2020, 1, 1))


def paper_of_group(person, training_class):
    RuleFactory(key=RuleKey.PAPER, subject=Tag.DISABLED, value=1)
    person.taggings.create(tag=Tag.DISABLED, since=date(2020, 1, 1))


RULED = [
    (too_young, "min_age", "One must be at least 60 years old when the class begins."),
    (too_old, "max_age_women", "Subsidised training is for people up to 50 years of age."),
    (too_many_this_year, "classes_per_year", "A person may take 2 subsidised classes a year."),
    (too_many_in_all, "classes_in_all", "A person may take 3 subsidised classes in all."),
    (
        same_level_again,
        "no_repeat",
        "This person has already learned this occupation at this level; it is subsidised once.",
    ),
    (
        lower_after_higher,
        "no_lower_level",
        (
            "This person has already learned this occupation at a higher level; "
            "a lower one is not subsidised after it."
        ),
    ),
    (
        excluded_group,
        "excluded:graduate",
        "People of this group cannot be trained with public money: Graduate of the year.",
    ),
    (
        excluded_tag,
        "excluded:veteran",
        "People of this group cannot be trained with public money: Veteran.",
    ),
    (paper_of_group, "paper:disabled", "A paper that shows this: Person with a disability."),
]
each_rule = pytest.mark.parametrize(
    ("ruled", "code", "sentence"), RULED, ids=[ruled.__name__ for ruled, *_ in RULED]
)


@each_rule
def test_each_rule_has_a_sentence_of_ours(ruled, code, sentence, person, training_class):
    ruled(person, training_class)

    answer = eligibility(person, training_class)

    assert [(row.code, str(row.sentence)) for row in answer.reasons] == [(code, sentence)]
    assert answer.answer == (Answer.PAPER if code.startswith("paper") else Answer.NO)


@each_rule
def test_each_rule_speaks_its_own_words(ruled, code, sentence, person, training_class):
    ruled(person, training_class)
    key, _colon, subject = code.partition(":")
    rule = RuleFactory._meta.model.objects.get(key=key, subject=subject)
    rule.words, rule.words_en = "本办法第九条", "Article 9 of the rules"
    rule.source, rule.source_url = "粤人社规〔2023〕13号", "https://example.org/13"
    rule.save()

    (reason,) = eligibility(person, training_class).reasons

    assert (reason.source, reason.source_url) == (rule.source, rule.source_url)
    assert str(reason.sentence) == "Article 9 of the rules"
    with translation.override("zh-hans"):
        assert str(reason.sentence) == "本办法第九条"


@each_rule
def test_a_rule_whose_answer_is_no_or_whose_number_is_far_says_nothing(
    ruled, code, sentence, person, training_class
):
    ruled(person, training_class)
    far = {"min_age": 16, "max_age_women": 70, "classes_per_year": 9, "classes_in_all": 9}
    key = code.partition(":")[0]
    RuleFactory._meta.model.objects.filter(key=key).update(value=far.get(key, 0))

    assert eligibility(person, training_class).answer == Answer.YES


def test_where_repeating_is_not_ruled_the_same_course_is_taken_once(person, training_class):
    EnrolmentFactory(
        person=person,
        training_class__course=training_class.course,
        training_class__starts_on=FIRST_DAY - 90 * DAY,
    )

    assert codes(person, training_class) == ["same_course"]
    RuleFactory(key=RuleKey.NO_REPEAT, value=0)
    assert codes(person, training_class) == []


@pytest.mark.parametrize(
    ("level", "days", "found"),
    [
        (3, -30, ["no_lower_level"]),
        (5, -30, ["no_repeat"]),
        (None, -30, []),
        (3, 30, []),
    ],
    ids=["higher-before", "same", "no-level", "higher-later"],
)
def test_levels_are_climbed_upwards(level, days, found, person, training_class):
    RuleFactory(key=RuleKey.NO_REPEAT, value=1)
    RuleFactory(key=RuleKey.NO_LOWER_LEVEL, value=1)
    occupation = training_class.course.occupation
    taken(person, FIRST_DAY + days * DAY, occupation=occupation, level=level)

    assert codes(person, training_class) == found


def test_another_occupation_at_the_same_level_is_no_repeat(person, training_class):
    RuleFactory(key=RuleKey.NO_REPEAT, value=1)
    taken(person, level=5)

    assert codes(person, training_class) == []


def test_classes_given_back_or_cancelled_do_not_count(person, training_class):
    RuleFactory(key=RuleKey.CLASSES_IN_ALL, value=1)
    taken(person, state="withdrawn")
    cancelled = taken(person).training_class
    cancelled.state = "cancelled"
    cancelled.save()

    assert codes(person, training_class) == []


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (FIRST_DAY, None, True),
        (FIRST_DAY + DAY, None, False),
        (date(2020, 1, 1), FIRST_DAY, False),
        (date(2020, 1, 1), FIRST_DAY + DAY, True),
    ],
    ids=["that-day", "later", "ended", "last-day"],
)
def test_a_tag_counts_when_it_holds_on_the_first_day(since, until, held, person, training_class):
    RuleFactory(key=RuleKey.EXCLUDED, subject=Tag.VETERAN, value=1)
    person.taggings.create(tag=Tag.VETERAN, since=since, until=until)

    assert (codes(person, training_class) == ["excluded:veteran"]) is held


def test_the_rules_are_those_of_the_first_day(person, training_class):
    RuleFactory(key=RuleKey.MAX_AGE_WOMEN, value=50, valid_from=FIRST_DAY + DAY)

    assert eligibility(person, training_class).answer == Answer.YES


# Clashes


def test_classes_on_alternating_days_do_not_clash(person, training_class):
    other = taken(person, FIRST_DAY).training_class
    lesson(training_class, FIRST_DAY, 9)
    lesson(other, FIRST_DAY + DAY, 9)
    lesson(other, FIRST_DAY, 14)

    assert codes(person, training_class) == []


def test_lessons_at_the_same_hours_clash_and_the_day_is_told(person, training_class):
    other = taken(person, FIRST_DAY).training_class
    lesson(training_class, FIRST_DAY, 9)
    lesson(training_class, FIRST_DAY + DAY, 9)
    lesson(other, FIRST_DAY + DAY, 11)

    assert told(person, training_class) == [
        f"On 2 March the class “{other}”, which you are in, has lessons too."
    ]


def test_one_lesson_may_begin_when_the_other_ends_and_a_cancelled_one_is_none(
    person, training_class
):
    other = taken(person, FIRST_DAY).training_class
    lesson(training_class, FIRST_DAY, 9)
    lesson(other, FIRST_DAY, 12)
    cancelled = lesson(other, FIRST_DAY, 9)
    cancelled.cancelled = True
    cancelled.save()

    assert codes(person, training_class) == []


@pytest.mark.parametrize("timetable", [True, False], ids=["this-one-has", "none-has"])
def test_without_lessons_the_days_of_the_class_decide(timetable, person, training_class):
    other = taken(person, FIRST_DAY + 4 * DAY).training_class
    if timetable:
        lesson(training_class, FIRST_DAY, 9)

    assert told(person, training_class) == [
        f"On these days you are already in the class “{other}”."
    ]
    assert codes(person, training_class) == [f"clash:{other.pk}"]


def test_who_dropped_out_has_the_days_free_again(person, training_class):
    taken(person, FIRST_DAY, state="dropped")

    assert codes(person, training_class) == []


# How it is asked


def test_a_paper_is_no_reason_not_to_enrol(person, training_class, by):
    paper_of_group(person, training_class)

    assert reasons_not_to_enrol(person, training_class) == []
    assert enrol(person, training_class, by=by)


def test_what_is_refused_is_told_by_enrolling_too(person, training_class, by):
    too_old(person, training_class)

    with pytest.raises(NotEligible, match="up to 50 years"):
        enrol(person, training_class, by=by)


def test_one_person_costs_two_queries_beside_the_rules(
    person, training_class, django_assert_num_queries
):
    too_old(person, training_class)
    RuleFactory._meta.model.objects.update(value=70)
    other = taken(person, FIRST_DAY).training_class
    lesson(training_class, FIRST_DAY, 9)
    lesson(other, FIRST_DAY, 14)
    training_class = type(training_class).objects.with_rows_for_lists().get(pk=training_class.pk)

    with django_assert_num_queries(3):  # the rules, the other seats, the lessons
        eligibility(person, training_class)


def test_a_whole_class_costs_what_one_person_costs(training_class, django_assert_max_num_queries):
    RuleFactory(key=RuleKey.MAX_AGE_WOMEN, value=20)
    RuleFactory(key=RuleKey.MAX_AGE_MEN, value=20)
    RuleFactory(key=RuleKey.PAPER, subject=Tag.DISABLED, value=1)
    lesson(training_class, FIRST_DAY, 9)

    def somebody():
        person = PersonFactory()
        person.taggings.create(tag=Tag.DISABLED, since=date(2020, 1, 1))
        lesson(taken(person, FIRST_DAY).training_class, FIRST_DAY, 9)
        return person

    people = [somebody()]
    training_class = type(training_class).objects.with_rows_for_lists().get(pk=training_class.pk)
    with django_assert_max_num_queries(6) as one:
        eligibilities(people, training_class)

    people += [somebody(), somebody()]

    with django_assert_max_num_queries(len(one)):
        found = eligibilities(people, training_class)
    assert [len(found[person.pk].reasons) for person in people] == [3, 3, 3]


@pytest.mark.parametrize(
    ("year", "month", "sex", "answer"),
    [
        (1976, 2, "f", Answer.NO),
        (1976, 3, "f", Answer.YES),  # 51 on the first day, or 50 still: nobody asks the day
        (1976, 4, "f", Answer.YES),
        (1976, 2, "m", Answer.YES),
        (2011, 2, "m", Answer.YES),
        (2011, 3, "m", Answer.YES),
        (2011, 4, "m", Answer.NO),
    ],
)
def test_a_sketch_is_refused_only_where_it_is_sure(year, month, sex, answer, training_class):
    RuleFactory(key=RuleKey.MAX_AGE_WOMEN, value=50)
    RuleFactory(key=RuleKey.MAX_AGE_MEN, value=60)
    RuleFactory(key=RuleKey.MIN_AGE, value=16)

    assert eligibility(Sketch(year, month, sex), training_class).answer == answer
