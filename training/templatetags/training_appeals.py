"""What the people on a phone, or one person, said against a refusal: for pages of rooms above."""

from django import template
from django.utils import timezone

from training.enrolment.eligibility_queries import appeals_about, appeals_of

register = template.Library()
FRAGMENT = "training/enrolment/_appeals.html"


@register.inclusion_tag(FRAGMENT, takes_context=True)
def own_appeals(context):
    return _shown(appeals_of(context["request"].user))


@register.inclusion_tag(FRAGMENT)
def appeals_for(person):
    return _shown(appeals_about(person))


def _shown(appeals):
    """An upheld one leads to the class as long as it takes people."""
    appeals, today = list(appeals), timezone.localdate()
    for appeal in appeals:
        appeal.may_still_enrol = appeal.training_class.starts_on >= today
    return {"appeals": appeals}
