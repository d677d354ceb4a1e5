"""The fuse-box: what the rooms plug into Wagtail and into each other's lists."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .attendance.methods.roll_call import RollCall
from .attendance.methods.rotating_code import RotatingCode
from .enrolment.filters import catalogue_filters

VERBS = {
    "training.appoint": (_("Appoint"), _("Appointed")),
    "training.dismiss": (_("Dismiss"), _("Dismissed")),
    "training.register": (_("Register"), _("Registered")),
    "training.correct_person": (_("Correct person"), _("Person corrected")),
    "training.first_sign_in": (_("First sign-in"), _("Signed in for the first time")),
    "training.list_class": (_("Prepare class"), _("Class prepared")),
    "training.file_class": (_("File class"), _("Class filed with the bureau")),
    "training.approve_class": (_("Approve class"), _("Class approved")),
    "training.return_class": (_("Send class back"), _("Class sent back")),
    "training.revise_class": (_("Change class"), _("Class changed")),
    "training.write_timetable": (_("Write timetable"), _("Timetable written")),
    "training.cancel_class": (_("Cancel class"), _("Class cancelled")),
    "training.conclude_class": (_("Conclude class"), _("Class concluded")),
    "training.place_order": (_("Place order"), _("Order placed")),
    "training.place_order_again": (_("Place order again"), _("Order placed again")),
    "training.approve_order": (_("Approve order"), _("Order approved")),
    "training.return_order": (_("Send order back"), _("Order sent back")),
    "training.withdraw_order": (_("Withdraw order"), _("Order withdrawn")),
    "training.offer": (_("Offer seats"), _("Seats offered for an order")),
    "training.enrol": (_("Enrol"), _("Enrolled")),
    "training.leave": (_("Leave class"), _("Left the class")),
    "training.mark": (_("Mark attendance"), _("Attendance marked")),
    "training.correct_mark": (_("Correct mark"), _("Attendance mark corrected")),
    "training.record_result": (_("File test result"), _("Test result filed")),
    "training.correct_result": (_("Correct test result"), _("Test result corrected")),
    "training.record_outcome": (_("File follow-up"), _("Follow-up filed")),
    "training.conclude": (_("Conclude trainee"), _("Trainee concluded")),
    "training.export": (_("Export"), _("Exported")),
    "training.import": (_("Import"), _("Imported")),
}


@hooks.register("register_log_actions")
def register_verbs(actions):
    for verb, (label, message) in VERBS.items():
        actions.register_action(verb, label, message)


@hooks.register("register_attendance_methods")
def roll_call():
    return RollCall()


@hooks.register("register_attendance_methods")
def rotating_code():
    return RotatingCode()


@hooks.register("register_catalogue_filters")
def filters_by_class():
    return catalogue_filters()
