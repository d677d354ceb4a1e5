from wagtail import hooks

from courses.choosers import CourseChooserViewSet, OccupationChooserViewSet
from courses.viewsets import CoursesGroup


@hooks.register("register_admin_viewset")
def register_courses():
    return [
        CoursesGroup(),
        CourseChooserViewSet("training_course_chooser"),
        OccupationChooserViewSet("training_occupation_chooser"),
    ]
