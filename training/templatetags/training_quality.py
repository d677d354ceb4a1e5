"""What classes achieved, for anyone: the whole county's last twelve months, never less."""

from dataclasses import replace

from django import template
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from training.conf import setting
from training.quality.figures import Figure, figures_of
from training.quality.indicators import quality_indicators
from training.quality.indicators.base import too_few
from training.quality.periods import Period, days_of
from training.quality.queries import public_facts

register = template.Library()

SHOWN = ("satisfaction-share", "capability-gain", "employed-six-months")
TEN_MINUTES = 600


@register.inclusion_tag("training/quality/_strip.html")
def quality_strip():
    """Satisfaction, gain and employment with their ranges; nothing that rests on a few people."""
    indicators = quality_indicators()
    return {
        "figures": [
            Figure(indicators[slug], estimate)
            for slug, estimate in _estimates().items()
            if slug in indicators
        ]
    }


def _estimates():
    # By language: a withheld figure carries its sentence.
    key = f"training-quality-strip-{timezone.localdate()}-{get_language()}"
    return cache.get_or_set(key, _measure, TEN_MINUTES)


def _measure():
    facts = public_facts(*days_of(Period.YEAR, timezone.localdate()))
    figures = figures_of(facts)
    return {slug: _public(figures[slug].estimate) for slug in SHOWN if slug in figures}


def _public(estimate):
    """Staff may see a figure of four people they know; the public may not."""
    least = setting("SURVEY_MIN_ANSWERS")
    if estimate.value is not None and estimate.n < least:
        return replace(estimate.withhold(too_few(least)), unknown=0, whole=0)
    return estimate
