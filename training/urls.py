"""Public addresses of the rooms. Back-office addresses come from wagtail_hooks."""

from django.urls import path

from .assessment import views as assessment
from .attendance import views as attendance
from .casework import views as casework
from .classes import calendar_views as calendars
from .classes import views as classes
from .completion import own_data_views as own_data
from .completion import views as completion
from .enrolment import calendars as my_calendars
from .enrolment import eligibility_views as eligibility
from .enrolment import interest_views as interest
from .enrolment import person_views as village
from .enrolment import staff_views as staff
from .enrolment import views as enrolment
from .enrolment import waiting_views as waiting
from .entitlements import views as entitlements
from .orders import views as orders
from .people import views as people
from .surveys import views as surveys

app_name = "training"

urlpatterns = [
    # anyone
    path("sign-in/", people.sign_in, name="sign_in"),
    path("sign-in/code/", people.sign_in_code, name="sign_in_code"),
    path("sign-out/", people.sign_out, name="sign_out"),
    path("classes/<int:pk>/", enrolment.class_detail, name="class_detail"),
    path("classes/<int:pk>/may-i/", eligibility.may_i, name="may_i"),
    path("classes/<int:pk>/enrol/", enrolment.enrol_here, name="enrol"),
    path("classes/<int:pk>/enrol/code/", enrolment.enrol_code, name="enrol_code"),
    path("classes/<int:pk>/queue/", waiting.queue, name="queue"),
    path("classes/<int:pk>/wait/", enrolment.wait_from_draft, name="wait"),
    # workers
    path("my/waiting/<int:pk>/", waiting.place, name="place"),
    path("classes/<int:pk>/appeal/", eligibility.appeal_refusal, name="appeal"),
    # whoever was given the address
    path("calendar/my/<str:token>.ics", my_calendars.my_feed, name="my_feed"),
    path("calendar/teach/<str:token>.ics", calendars.teach_feed, name="teach_feed"),
    path("calendar/place/<str:token>.ics", calendars.place_feed, name="place_feed"),
    # workers
    path("my/calendar/", my_calendars.my_calendar, name="my_calendar"),
    path("my/", completion.my, name="my"),
    path("my/data/", own_data.own_data, name="own_data"),
    path("my/data/<int:pk>/consent/", own_data.own_data_consent, name="own_data_consent"),
    path("my/data/<int:pk>/take/", own_data.own_data_take, name="own_data_take"),
    path("my/data/<int:pk>/print/", own_data.own_data_print, name="own_data_print"),
    path("my/data/<int:pk>/wrong/", own_data.own_data_wrong, name="own_data_wrong"),
    path("my/data/<int:pk>/erase/", own_data.own_data_erase, name="own_data_erase"),
    path("my/entitlements/", entitlements.entitlements, name="entitlements"),
    path(
        "my/entitlements/<int:pk>/claim/", entitlements.claim_entitlement, name="claim_entitlement"
    ),
    path("my/entitlements/<int:pk>/use/", entitlements.use_entitlement, name="use_entitlement"),
    path("my/wishes/", interest.interests, name="interest"),
    path("my/wishes/<int:pk>/end/", interest.end_interest, name="end_interest"),
    path("my/<int:pk>/leave/", enrolment.leave_class, name="leave"),
    path("my/<int:pk>/survey/", surveys.survey, name="survey"),
    path("in/<str:token>/", attendance.scan, name="scan"),
    path("check-in/", attendance.check_in, name="check_in"),
    # village officers
    path("village/", enrolment.village, name="village"),
    path("village/people/<int:pk>/", village.village_person, name="village_person"),
    path("village/people/<int:pk>/contact/", casework.village_contact, name="village_contact"),
    path("village/people/<int:pk>/service/", casework.village_service, name="village_service"),
    path("village/people/<int:pk>/need/", casework.village_need, name="village_need"),
    path("village/people/<int:pk>/wish/", interest.village_interest, name="village_interest"),
    path("village/people/<int:pk>/step/", casework.village_step, name="village_step"),
    path(
        "village/people/<int:pk>/entitlements/",
        entitlements.village_entitlements,
        name="village_entitlements",
    ),
    path("classes/<int:pk>/enrol-for/", enrolment.enrol_for, name="enrol_for"),
    # employers
    path("orders/", orders.my_orders, name="orders"),
    path("orders/new/", orders.new_order, name="new_order"),
    path("orders/<int:pk>/", orders.order, name="order"),
    path("orders/<int:pk>/classes/<int:class_pk>/staff/", staff.staff, name="staff"),
    path("orders/offers/<int:pk>/decline/", orders.decline, name="decline_offer"),
    path("referrals/", casework.referrals, name="referrals"),
    # trainers
    path("teach/", classes.teach, name="teach"),
    path("teach/calendar/", calendars.teach_calendar, name="teach_calendar"),
    path("teach/classes/<int:pk>/", completion.teach_class, name="teach_class"),
    path("teach/lessons/<int:pk>/roll/", attendance.roll, name="roll"),
    path("teach/lessons/<int:pk>/code/", attendance.code_screen, name="code_screen"),
    path("teach/classes/<int:pk>/results/<str:moment>/", assessment.results, name="results"),
]
