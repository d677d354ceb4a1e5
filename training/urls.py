"""Public addresses of the rooms. Back-office addresses come from wagtail_hooks."""

from django.urls import path

from .assessment import views as assessment
from .attendance import views as attendance
from .classes import views as classes
from .completion import views as completion
from .enrolment import views as enrolment
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
    path("classes/<int:pk>/enrol/", enrolment.enrol_here, name="enrol"),
    path("classes/<int:pk>/enrol/code/", enrolment.enrol_code, name="enrol_code"),
    # workers
    path("my/", completion.my, name="my"),
    path("my/<int:pk>/leave/", enrolment.leave_class, name="leave"),
    path("my/<int:pk>/survey/", surveys.survey, name="survey"),
    path("in/<str:token>/", attendance.scan, name="scan"),
    path("check-in/", attendance.check_in, name="check_in"),
    # village officers
    path("village/", enrolment.village, name="village"),
    path("classes/<int:pk>/enrol-for/", enrolment.enrol_for, name="enrol_for"),
    # employers
    path("orders/", orders.my_orders, name="orders"),
    path("orders/new/", orders.new_order, name="new_order"),
    path("orders/<int:pk>/", orders.order, name="order"),
    # trainers
    path("teach/", classes.teach, name="teach"),
    path("teach/classes/<int:pk>/", completion.teach_class, name="teach_class"),
    path("teach/lessons/<int:pk>/roll/", attendance.roll, name="roll"),
    path("teach/lessons/<int:pk>/code/", attendance.code_screen, name="code_screen"),
    path("teach/classes/<int:pk>/results/<str:moment>/", assessment.results, name="results"),
]
