"""What speaks against a person in a class, or what they must bring: in the rule's own words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise, lazy

from .eligibility_states import ReasonKind


@dataclass(frozen=True)
class Reason:
    code: str  # what an appeal is about: the rule and, where there is one, the group or the class
    kind: ReasonKind
    sentence: str | Promise  # made when it is read, in the language of whoever reads it
    source: str = ""
    source_url: str = ""


def written(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """As they are kept: whoever asked, they are read in every language of the site."""
    return [
        {
            "code": reason.code,
            "kind": reason.kind.value,
            "sentences": {code: _in(code, reason) for code, _name in settings.LANGUAGES},
            "source": reason.source,
            "source_url": reason.source_url,
        }
        for reason in reasons
    ]


def _in(language: str, reason: Reason) -> str:
    with translation.override(language):
        return str(reason.sentence)


def read(rows: Iterable[dict[str, Any]]) -> list[Reason]:
    """What ``written`` kept."""
    return [
        Reason(
            row["code"],
            ReasonKind(row["kind"]),
            _kept(row["sentences"]),
            row["source"],
            row["source_url"],
        )
        for row in rows
    ]


def _kept(sentences: dict[str, str]) -> str:
    def tell() -> str:
        language = translation.get_language() or settings.LANGUAGE_CODE
        return sentences.get(language) or next(iter(sentences.values()), "")

    sentence: str = lazy(tell, str)()
    return sentence
