"""What happened in the classes: marks, scores, answers, follow-ups.

Marks, scores and follow-ups are written in bulk with their own past days: thousands of verbs
would write thousands of lines of log that nobody did. Concluding and answering go through the
verbs, which decide who completed and keep the answers apart from the people.
"""

from datetime import timedelta
from decimal import Decimal

from demo.clock import at, moment
from demo.followups import followups_of
from training.assessment.actions import weighted
from training.assessment.models import Result
from training.assessment.states import Moment
from training.attendance.models import Mark
from training.attendance.states import MarkStatus
from training.classes.actions import conclude_class
from training.outcomes.models import Outcome
from training.surveys.actions import answer
from training.surveys.models import Comment, Invitation, Question

OFTEN_AWAY, AWAY_ATTENDS = 0.07, 0.66
NO_PRETEST, NO_TEST = 0.11, 0.02
LOWEST, HIGHEST = 1, 5


class Trainee:
    """What stays with a person through a class: how able, how regular."""

    def __init__(self, enrolment, mood, rng, *, steady):
        self.enrolment = enrolment
        self.ability = 8 if steady else rng.gauss(0, 10)
        away = not steady and rng.random() < OFTEN_AWAY
        self.attends = AWAY_ATTENDS if away else 0.98 if steady else mood["attend"]
        self.steady = steady


class Chronicle:
    def __init__(self, county, wanted):
        self.county = county
        self.rng = county.rng
        self.wanted = wanted
        self.questions = list(Question.objects.asked())

    def tell(self, training_class, spec):
        """A finished class, from its first lesson to the last follow-up."""
        mood = self.wanted["moods"][spec["mood"]]
        trainees = self._teach(training_class, mood)
        self._test(training_class, trainees, mood, Moment.AFTER)
        manager = self.county.users["manager"]
        with at(moment(training_class.ends_on + timedelta(days=2), 10)):
            conclude_class(training_class, by=manager)
        self._ask(training_class, spec, mood)
        Outcome.objects.bulk_create(
            followups_of(training_class, trainees, mood, self.county), batch_size=500
        )

    def tell_so_far(self, training_class, spec):
        """A running class: lessons up to now, and the test before."""
        self._teach(training_class, self.wanted["moods"][spec["mood"]])

    def _teach(self, training_class, mood):
        worker = self.county.people[0]
        trainees = [
            Trainee(enrolment, mood, self.rng, steady=enrolment.person_id == worker.pk)
            for enrolment in training_class.enrolments.started()
            .select_related("person", "training_class__assessor")
            .order_by("pk")
        ]
        lessons = training_class.lessons.filter(ends_at__lte=self.county.now)
        Mark.objects.bulk_create(
            (
                self._mark(lesson, trainee)
                for lesson in lessons.select_related("trainer")
                for trainee in trainees
                if not (left := trainee.enrolment.left_on) or lesson.starts_at.date() <= left
            ),
            batch_size=500,
        )
        self._test(training_class, trainees, mood, Moment.BEFORE)
        return trainees

    def _mark(self, lesson, trainee):
        status = self._status(trainee)
        by_code = status in {MarkStatus.PRESENT, MarkStatus.LATE} and self.rng.random() < 0.6  # noqa: PLR2004
        minutes = (
            self.rng.randint(12, 35) if status == MarkStatus.LATE else self.rng.randint(-15, 8)
        )
        return Mark(
            enrolment=trainee.enrolment,
            lesson=lesson,
            status=status,
            method="rotating-code" if by_code else "roll-call",
            marked_at=lesson.starts_at + timedelta(minutes=minutes),
            marked_by_id=None if by_code else lesson.trainer.user_id,
        )

    def _status(self, trainee):
        if self.rng.random() < trainee.attends:
            late = 0.03 if trainee.steady else 0.07
            return MarkStatus.LATE if self.rng.random() < late else MarkStatus.PRESENT
        return MarkStatus.EXCUSED if self.rng.random() < 0.35 else MarkStatus.ABSENT  # noqa: PLR2004

    def _test(self, training_class, trainees, mood, when):
        after = when == Moment.AFTER
        level = mood["before"] + (mood["gain"] if after else 0)
        missing = NO_TEST if after else NO_PRETEST
        day = training_class.ends_on if after else training_class.starts_on
        Result.objects.bulk_create(
            self._result(trainee, training_class.course, when, level, moment(day, 17))
            for trainee in trainees
            if (trainee.steady or self.rng.random() >= missing)
            and not (after and trainee.enrolment.left_on)
        )

    def _result(self, trainee, course, when, level, filed_at):
        scores = [self._score(level + trainee.ability, 12) for _ in course.tasks]
        return Result(
            enrolment=trainee.enrolment,
            moment=when,
            theory=self._score(level + trainee.ability, 10),
            practice=weighted(course.tasks, scores),
            tasks=[
                {"task": row["task"], "weight": row["weight"], "score": float(score)}
                for row, score in zip(course.tasks, scores, strict=True)
            ],
            filed_at=filed_at,
            filed_by_id=trainee.enrolment.training_class.assessor.user_id,
        )

    def _score(self, level, spread):
        """Trainers mark in halves."""
        score = round(min(100, max(0, self.rng.gauss(level, spread))) * 2) / 2
        return Decimal(str(score))

    def _ask(self, training_class, spec, mood):
        share = spec.get("answers_so_far", mood["answer"])
        still_open = "answers_so_far" in spec
        worker = self.county.people[0].pk
        invitations = Invitation.objects.filter(enrolment__training_class=training_class)
        for invitation in invitations.select_related("enrolment__training_class").order_by("pk"):
            is_worker = invitation.enrolment.person_id == worker
            answers = not still_open if is_worker else self.rng.random() < share
            if answers:
                answer(invitation, self._values(mood), comment=self._comment())
        if not still_open:  # the bureau has read them
            Comment.objects.filter(training_class=training_class).update(released=True)

    def _values(self, mood):
        overall = self.rng.choices(range(LOWEST, HIGHEST + 1), mood["happy"])[0]
        values = {}
        for question in self.questions:
            if question.overall:
                values[question] = overall
            elif self.rng.random() < 0.96:  # noqa: PLR2004  (some questions are skipped)
                near = overall + self.rng.choice((-1, 0, 0, 0, 1))
                values[question] = min(HIGHEST, max(LOWEST, near))
        return values

    def _comment(self):
        return self.rng.choice(self.wanted["comments"]) if self.rng.random() < 0.2 else ""  # noqa: PLR2004
