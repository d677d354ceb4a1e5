from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from training.enrolment.models import Enrolment
from training.organisations.reach import User

from .models import Outcome
from .states import Contact, Work


@transaction.atomic
def record_outcome(
    enrolment: Enrolment,
    months: int,
    *,
    contact: Contact,
    work: Work,
    by: User | None,
    **details: object,
) -> Outcome:
    """File a follow-up. A later answer for the same month replaces the earlier one and says so."""
    outcome = Outcome.objects.select_for_update().filter(enrolment=enrolment, months=months).first()
    replaced = outcome and {"contact": outcome.contact, "work": outcome.work}
    outcome = outcome or Outcome(enrolment=enrolment, months=months)
    facts = {"contact": contact, "work": work, "recorded_on": timezone.localdate(), **details}
    for name, value in facts.items():
        setattr(outcome, name, value)
    outcome.recorded_by = by
    outcome.full_clean()
    outcome.save()
    log(outcome, "training.record_outcome", user=by, data={"work": work, "replaced": replaced})
    return outcome
