"""Why a class cannot be filed yet. Each answer is a sentence; none means it can."""

from django.utils import timezone
from django.utils.translation import gettext as _

from training.policy.numbers import plain
from training.policy.queries import rulebook
from training.policy.states import RuleKey

from .models import TrainingClass


def reasons_not_to_file(training_class: TrainingClass) -> list[str]:
    lessons = list(training_class.lessons.select_related("trainer"))
    reasons = []
    if not lessons:
        reasons.append(_("The timetable has no lesson yet."))
    hours = sum(lesson.class_hours for lesson in lessons)
    planned = training_class.course.class_hours
    if lessons and hours < planned:
        reasons.append(
            _("The lessons give %(hours)s class hours; the course needs %(planned)s.")
            % {"hours": plain(hours), "planned": plain(planned)}
        )
    first, last = training_class.starts_on, training_class.ends_on
    days = {timezone.localdate(lesson.starts_at) for lesson in lessons}
    if any(not first <= day <= last for day in days):
        reasons.append(_("A lesson lies before the first day or after the last day of the class."))
    if first < timezone.localdate():
        reasons.append(_("The first day has passed, so nobody could enrol any more."))
    if any(lesson.trainer.provider_id != training_class.provider_id for lesson in lessons):
        reasons.append(_("A trainer is not on the roster of this provider."))
    if training_class.assessor_id and training_class.assessor_id in {
        lesson.trainer_id for lesson in lessons
    }:
        reasons.append(_("The assessor teaches this class; someone else must assess it."))
    most = rulebook(training_class.region, training_class.starts_on).find(RuleKey.CLASS_SIZE)
    if most is not None and training_class.seats > most:
        reasons.append(_("A class may have at most %(most)d people here.") % {"most": most})
    return reasons
