"""Where a course can be read."""

from collections.abc import Iterable

from django.utils.translation import get_language

from courses.models import Course, CoursePage


def pages_of(courses: Iterable[Course]) -> dict[int, CoursePage]:
    """``{course id: its live page}``, in the reader's language where there is one."""
    language, found = get_language(), {}
    for page in CoursePage.objects.live().filter(course__in=courses).select_related("locale"):
        if page.locale.language_code == language:
            found[page.course_id] = page
        else:
            found.setdefault(page.course_id, page)
    return found


def page_of(course: Course) -> CoursePage | None:
    return pages_of([course]).get(course.pk)
