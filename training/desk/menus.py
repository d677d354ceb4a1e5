"""The menus of the back office, which gather every room's lists."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from training.casework.viewsets import CaseViewSet
from training.classes.viewsets import RoomViewSet, TrainerViewSet
from training.completion.data_requests import DataRequestViewSet
from training.enrolment.appeal_viewsets import AppealViewSet
from training.enrolment.queue_viewsets import ReserveViewSet, WaitingViewSet
from training.enrolment.viewsets import EnrolmentViewSet
from training.entitlements.viewsets import EntitlementViewSet, IssueViewSet
from training.notices.viewsets import MessageViewSet
from training.orders.answer_views import OfferViewSet, RefusalViewSet
from training.orders.interest_viewsets import InterestViewSet
from training.organisations.viewsets import (
    AccreditationViewSet,
    BureauViewSet,
    EmployerViewSet,
    FormerCodeViewSet,
    MembershipViewSet,
    RegionViewSet,
)
from training.outcomes.viewsets import FollowUpViewSet
from training.people.five_lists import FiveListsViewSet
from training.policy.applying import ApplyingViewSet
from training.subsidies.viewsets import RateViewSet
from training.surveys.viewsets import CommentViewSet, QuestionViewSet

from .change_views import ChangeRequestViewSet
from .order_views import DeskOrderLineViewSet, DeskOrderViewSet
from .person_views import DeskPersonViewSet
from .provider_views import DeskProviderViewSet
from .rule_views import DeskRuleViewSet
from .venue_views import DeskVenueViewSet
from .viewsets import TrainingClassViewSet


class MarketGroup(ViewSetGroup):
    """What is wanted, and who answers."""

    menu_label = _("Orders")
    menu_icon = "form"
    menu_order = 145
    items = (
        DeskOrderViewSet,
        DeskOrderLineViewSet,
        OfferViewSet,
        RefusalViewSet,
        InterestViewSet,
    )


class TrainingGroup(ViewSetGroup):
    """Classes, and what becomes of them."""

    menu_label = _("Training")
    menu_icon = "calendar-alt"
    menu_order = 150
    items = (
        TrainingClassViewSet,
        ChangeRequestViewSet,
        FollowUpViewSet,
        CommentViewSet,
        MessageViewSet,
    )


class SeatsGroup(ViewSetGroup):
    """Who sits where, who waits, and what pays for it."""

    menu_label = _("Enrolment")
    menu_icon = "list-ul"
    menu_order = 152
    items = (
        EnrolmentViewSet,
        WaitingViewSet,
        ReserveViewSet,
        AppealViewSet,
        EntitlementViewSet,
        IssueViewSet,
    )


class PeopleGroup(ViewSetGroup):
    """The people of the register and their cases."""

    menu_label = _("People of the register")
    menu_icon = "user"
    menu_order = 154
    items = (
        DeskPersonViewSet,
        CaseViewSet,
        FiveListsViewSet,
        DataRequestViewSet,
    )


class DirectoryGroup(ViewSetGroup):
    """Who and what there is, and the rules; written seldom."""

    menu_label = _("Directory")
    menu_icon = "clipboard-list"
    menu_order = 160
    items = (
        EmployerViewSet,
        DeskProviderViewSet,
        AccreditationViewSet,
        DeskVenueViewSet,
        RoomViewSet,
        TrainerViewSet,
        BureauViewSet,
        MembershipViewSet,
        RegionViewSet,
        FormerCodeViewSet,
        DeskRuleViewSet,
        ApplyingViewSet,
        RateViewSet,
        QuestionViewSet,
    )
