"""Quality indicators. A package adds its own by hook: `register_quality_indicators`."""

from wagtail import hooks

from .base import Indicator, PairedIndicator, SurveyIndicator

__all__ = ["Indicator", "PairedIndicator", "SurveyIndicator", "quality_indicators"]


def quality_indicators() -> dict[str, Indicator]:
    """Every registered indicator by its slug, in the order they are shown."""
    found = (register() for register in hooks.get_hooks("register_quality_indicators"))
    return {indicator.slug: indicator for indicator in found}
