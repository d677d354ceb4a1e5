"""The fuse-box: what the rooms plug into Wagtail and into each other's lists."""

from django.templatetags.static import static
from django.urls import path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from .attendance.methods.roll_call import RollCall
from .attendance.methods.rotating_code import RotatingCode
from .attendance.queries import never_there
from .desk.demand_views import DemandView
from .desk.ledger_views import LedgerExport, LedgerPrint, LedgerView, reads_ledgers
from .desk.menus import DirectoryGroup, MarketGroup, PeopleGroup, SeatsGroup, TrainingGroup
from .desk.panels import WaitingPanel
from .desk.queries import certificates_in_reach
from .enrolment.filters import catalogue_filters
from .exchange.menu import RegisterGroup
from .notices.senders.console import ConsoleSender
from .notices.senders.email import EmailSender
from .notices.senders.gateway import GatewaySender, WeChatSender
from .organisations.reach import deciding, reach_of
from .quality.indicators.attendance import Attendance
from .quality.indicators.capability_gain import CapabilityGain
from .quality.indicators.certified import Certified
from .quality.indicators.completed import Completed
from .quality.indicators.effect_size import EffectSize
from .quality.indicators.employed_six_months import EmployedSixMonths
from .quality.indicators.enrolled import Enrolled
from .quality.indicators.hake_gain import HakeGain
from .quality.indicators.planned import Planned
from .quality.indicators.response_rate import ResponseRate
from .quality.indicators.satisfaction_mean import SatisfactionMean
from .quality.indicators.satisfaction_share import SatisfactionShare
from .quality.views import QualityExport, QualityView

VERBS = {
    "training.appoint": (_("Appoint"), _("Appointed")),
    "training.dismiss": (_("Dismiss"), _("Dismissed")),
    "training.register": (_("Register"), _("Registered")),
    "training.correct_person": (_("Correct person"), _("Person corrected")),
    "training.reveal": (_("Reveal identity number"), _("Identity number looked at")),
    "training.reveal_account": (_("Reveal bank account"), _("Bank account looked at")),
    "training.consent": (_("Record consent"), _("Consent given")),
    "training.withdraw_consent": (_("Withdraw consent"), _("Consent withdrawn")),
    "training.move_to_list": (_("Move on the lists"), _("Moved on the lists")),
    "training.tag": (_("Add tag"), _("Tag added")),
    "training.untag": (_("End tag"), _("Tag ended")),
    "training.add_phone": (_("Add telephone"), _("Telephone added")),
    "training.remove_phone": (_("Remove telephone"), _("Telephone removed")),
    "training.take_own_data": (_("Take own data"), _("Own data taken away")),
    "training.ask_about_data": (_("Ask about own data"), _("Asked about own data")),
    "training.answer_request": (_("Answer request"), _("Request about data answered")),
    "training.erase": (_("Erase person"), _("Erased as far as the law allows")),
    "training.hand_over": (_("Hand over"), _("Whole identity numbers handed over")),
    "training.send_again": (_("Send message again"), _("Sent again")),
    "training.leave_message": (_("Leave message"), _("Left unsent")),
    "training.message_class": (_("Write to class"), _("Message to the trainees written")),
    "training.record_need": (_("Record need"), _("Need recorded")),
    "training.serve": (_("Record service"), _("Service recorded")),
    "training.strike_service": (_("Strike service"), _("Service struck out")),
    "training.attempt_contact": (_("Record contact attempt"), _("Contact attempt recorded")),
    "training.plan_step": (_("Plan next step"), _("Next step planned")),
    "training.reach_stage": (_("Move case on"), _("Case moved on")),
    "training.assign_officer": (_("Name officer"), _("Officer named")),
    "training.close_case": (_("Close case"), _("Case closed")),
    "training.reopen_case": (_("Open case again"), _("Case opened again")),
    "training.bring_file": (_("Bring file"), _("File brought")),
    "training.check_file": (_("Check file"), _("File checked")),
    "training.land_file": (_("Import file"), _("File imported")),
    "training.compare": (_("Compare list"), _("List compared")),
    "training.decide_difference": (_("Decide difference"), _("Difference decided")),
    "training.first_sign_in": (_("First sign-in"), _("Signed in for the first time")),
    "training.list_class": (_("Prepare class"), _("Class prepared")),
    "training.file_class": (_("File class"), _("Class filed with the bureau")),
    "training.approve_class": (_("Approve class"), _("Class approved")),
    "training.return_class": (_("Send class back"), _("Class sent back")),
    "training.revise_class": (_("Change class"), _("Class changed")),
    "training.write_timetable": (_("Write timetable"), _("Timetable written")),
    "training.set_pick_ups": (_("Set pick-up points"), _("Pick-up points set")),
    "training.ask_change": (_("Ask for change"), _("Change of the class asked for")),
    "training.accept_change": (_("Accept change"), _("Change of the class accepted")),
    "training.refuse_change": (_("Refuse change"), _("Change of the class refused")),
    "training.withdraw_change": (_("Withdraw change"), _("Change of the class withdrawn")),
    "training.renew_calendar": (_("Renew calendar address"), _("Calendar address renewed")),
    "training.cancel_class": (_("Cancel class"), _("Class cancelled")),
    "training.conclude_class": (_("Conclude class"), _("Class concluded")),
    "training.place_order": (_("Place order"), _("Order placed")),
    "training.place_order_again": (_("Place order again"), _("Order placed again")),
    "training.approve_order": (_("Approve order"), _("Order approved")),
    "training.return_order": (_("Send order back"), _("Order sent back")),
    "training.withdraw_order": (_("Withdraw order"), _("Order withdrawn")),
    "training.offer": (_("Offer seats"), _("Seats offered for an order")),
    "training.accept_overrun": (_("Accept overrun"), _("More seats than ordered accepted")),
    "training.decline_offer": (_("Decline offer"), _("Offer declined by the employer")),
    "training.withdraw_offer": (_("Withdraw offer"), _("Offer withdrawn")),
    "training.cannot_answer": (_("Cannot answer"), _("A training provider cannot answer")),
    "training.wait_for": (_("Wait for a course"), _("Interest in a course noted")),
    "training.close_interest": (_("Close interest"), _("Interest in a course closed")),
    "training.enrol": (_("Enrol"), _("Enrolled")),
    "training.check_eligibility": (
        _("Check eligibility"),
        _("Eligibility checked"),
    ),
    "training.see_papers": (_("See papers"), _("Papers seen")),
    "training.appeal": (_("Appeal"), _("Appeal made")),
    "training.uphold_appeal": (_("Uphold appeal"), _("Appeal upheld")),
    "training.refuse_appeal": (_("Refuse appeal"), _("Appeal refused")),
    "training.check_roster": (_("Check roster"), _("Roster held against the register")),
    "training.bring_roster": (_("Bring roster"), _("Roster brought, with consent on paper")),
    "training.leave": (_("Leave class"), _("Left the class")),
    "training.join_queue": (_("Join waiting list"), _("Joined the waiting list")),
    "training.offer_seat": (_("Offer seat"), _("Seat offered")),
    "training.end_waiting": (_("End waiting"), _("Left the waiting list")),
    "training.move_in_queue": (_("Move in waiting list"), _("Moved in the waiting list")),
    "training.wait_together": (_("Wait together"), _("Waits together with somebody")),
    "training.reserve_seats": (_("Reserve seats"), _("Seats reserved")),
    "training.release_seats": (_("Release seats"), _("Reserved seats released")),
    "training.merge_classes": (_("Merge classes"), _("Another class was merged into this one")),
    "training.move_to_class": (_("Move to class"), _("Moved to another class")),
    "training.issue": (_("Issue vouchers"), _("Vouchers issued")),
    "training.close_issue": (_("Close issue"), _("Closed: nobody claims any more")),
    "training.extend_issue": (_("Extend issue"), _("Made valid longer")),
    "training.expire_vouchers": (_("Expire vouchers"), _("Unused vouchers expired")),
    "training.claim_voucher": (_("Claim voucher"), _("Voucher claimed")),
    "training.reserve_voucher": (_("Keep voucher for a class"), _("Voucher kept for a class")),
    "training.give_back_voucher": (_("Give voucher back"), _("Voucher given back")),
    "training.use_voucher": (_("Use voucher"), _("Voucher used")),
    "training.settle_voucher": (_("Settle voucher"), _("Voucher settled")),
    "training.withdraw_voucher": (_("Take voucher back"), _("Voucher taken back")),
    "training.mark": (_("Mark attendance"), _("Attendance marked")),
    "training.correct_mark": (_("Correct mark"), _("Attendance mark corrected")),
    "training.record_result": (_("File test result"), _("Test result filed")),
    "training.correct_result": (_("Correct test result"), _("Test result corrected")),
    "training.record_outcome": (_("File follow-up"), _("Follow-up filed")),
    "training.release_comment": (_("Show comment"), _("Comment shown to the provider")),
    "training.withhold_comment": (_("Hide comment"), _("Comment hidden from the provider")),
    "training.conclude": (_("Conclude trainee"), _("Trainee concluded")),
    "training.edit": (_("Edit"), _("Edited")),
    "training.export": (_("Export"), _("Exported")),
    "training.import": (_("Import"), _("Imported")),
}


class Told(LogFormatter):
    """A verb in a history: what happened and, where one was asked for, why."""

    def format_message(self, log_entry):
        reason, changed = (log_entry.data.get(name) for name in ("reason", "changed"))
        if isinstance(changed, dict):
            return gettext("%(what)s. %(changes)s") % {
                "what": self.message,
                "changes": "；".join(self._changes(log_entry, changed)),
            }
        if not reason:
            return self.message
        return gettext("%(what)s. Reason: %(reason)s") % {"what": self.message, "reason": reason}

    @staticmethod
    def _changes(log_entry, changed):
        fields = log_entry.content_type.model_class()._meta
        for name, (before, after) in changed.items():
            yield gettext("%(field)s: %(before)s → %(after)s") % {
                "field": fields.get_field(name).verbose_name,
                "before": before or "–",
                "after": after or "–",
            }


@hooks.register("register_log_actions")
def register_verbs(actions):
    for verb, (label, message) in VERBS.items():
        actions.register_action(verb)(type("Told", (Told,), {"label": label, "message": message}))


@hooks.register("register_attendance_methods")
def roll_call():
    return RollCall()


@hooks.register("register_attendance_methods")
def rotating_code():
    return RotatingCode()


@hooks.register("register_message_senders")
def senders():
    return [ConsoleSender, GatewaySender, WeChatSender, EmailSender]


@hooks.register("find_never_there")
def never_seen_in_class(enrolments):
    return never_there(enrolments)


@hooks.register("register_catalogue_filters")
def filters_by_class():
    return catalogue_filters()


# In the order the quality page shows them.
for indicator in (
    Planned,
    Enrolled,
    Completed,
    Certified,
    SatisfactionShare,
    CapabilityGain,
    EmployedSixMonths,
    Attendance,
    SatisfactionMean,
    ResponseRate,
    EffectSize,
    HakeGain,
):
    hooks.register("register_quality_indicators", indicator)


@hooks.register("register_admin_urls")
def quality_addresses():
    return [
        path("quality/", QualityView.as_view(), name="training_quality"),
        path("quality/export/", QualityExport.as_view(), name="training_quality_export"),
    ]


class StaffMenuItem(MenuItem):
    """Shown to those who answer for classes: officers and providers."""

    def is_shown(self, request):
        return reach_of(request.user).is_staff


@hooks.register("register_admin_menu_item")
def quality_menu_item():
    return StaffMenuItem(
        _("Quality"),
        reverse_lazy("training_quality"),
        name="training-quality",
        icon_name="training-quality",
        order=150,
    )


@hooks.register("register_admin_urls")
def ledger_addresses():
    return [
        path("ledger/", LedgerView.as_view(), name="training_ledger"),
        path("ledger/print/", LedgerPrint.as_view(), name="training_ledger_print"),
        path("ledger/export/", LedgerExport.as_view(), name="training_ledger_export"),
    ]


@hooks.register("register_admin_urls")
def demand_address():
    return [path("demand/", DemandView.as_view(), name="training_demand")]


@hooks.register("register_admin_menu_item")
def demand_menu_item():
    return StaffMenuItem(
        _("What is wanted"),
        reverse_lazy("training_demand"),
        name="training-demand",
        icon_name="group",
        order=145,
    )


class LedgerMenuItem(MenuItem):
    def is_shown(self, request):
        return reads_ledgers(request.user)


@hooks.register("register_reports_menu_item")
def ledger_menu_item():
    return LedgerMenuItem(
        _("Village ledger"),
        reverse_lazy("training_ledger"),
        name="training-ledger",
        icon_name="clipboard-list",
        order=100,
    )


@hooks.register("register_icons")
def quality_icon(icons):
    return [*icons, "training/quality/icon.svg"]


@hooks.register("register_admin_viewset")
def office():
    groups = (MarketGroup, TrainingGroup, SeatsGroup, PeopleGroup, DirectoryGroup, RegisterGroup)
    return [group() for group in groups]


@hooks.register("construct_reports_menu")
def hide_site_history(request, menu_items):
    """Its door is for the superuser too (admin_urls.py)."""
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name != "site-history"]


@hooks.register("construct_homepage_panels")
def what_waits(request, panels):
    if reach_of(request.user).is_staff:
        panels.append(WaitingPanel())


@hooks.register("insert_global_admin_css")
def office_css():
    return format_html('<link rel="stylesheet" href="{}">', static("training/admin.css"))


@hooks.register("certificates_visible_to")
def narrow_certificates(user, certificates):
    return certificates_in_reach(user, certificates)


@hooks.register("certificates_revocable_by")
def narrow_revocation(user, certificates):
    return certificates_in_reach(deciding(user), certificates)
