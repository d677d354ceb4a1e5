from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class CodeNotValid(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("This code is too old or was misread. Please scan the one on the screen now."),
            code="code_not_valid",
        )


class NotInThisClass(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("Nobody signed in with this phone is enrolled in this class."),
            code="not_in_this_class",
        )


class LessonNotNow(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Check-in for this lesson is not open now."), code="lesson_not_now")


class LessonNotHeld(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("This lesson was called off; no roll can be taken."), code="lesson_not_held"
        )


class TooManyTries(ValidationError):
    def __init__(self) -> None:
        super().__init__(
            _("Too many tries. Please wait two minutes, or ask the trainer to mark you."),
            code="too_many_tries",
        )
