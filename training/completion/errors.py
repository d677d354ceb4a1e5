from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from training.classes.models import TrainingClass


class StillInClass(ValidationError):
    def __init__(self, training_class: TrainingClass) -> None:
        super().__init__(
            _("%(course)s is not over until %(day)s. Leave the class first, or wait for its end."),
            code="still_in_class",
            params={
                "course": training_class.course.label,
                "day": training_class.ends_on.isoformat(),
            },
        )
