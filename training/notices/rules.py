"""When a message may go out."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from training.conf import setting

from .states import AT_ANY_HOUR


def is_quiet(moment: datetime) -> bool:
    """Whether people sleep: from the first to the second hour of ``TRAINING["QUIET_HOURS"]``."""
    hours = setting("QUIET_HOURS")
    if not hours:
        return False
    begins, ends = hours
    hour = timezone.localtime(moment).hour
    return begins <= hour < ends if begins < ends else hour >= begins or hour < ends


def may_go_out_at(kind: str, moment: datetime) -> datetime:
    """``moment``, or the morning after it where the message would wake somebody."""
    if kind in AT_ANY_HOUR or not is_quiet(moment):
        return moment
    _begins, ends = setting("QUIET_HOURS")
    local = timezone.localtime(moment)
    morning = timezone.make_aware(
        datetime.combine(local.date(), time(ends)), timezone.get_current_timezone()
    )
    return morning if morning >= moment else morning + timedelta(days=1)
