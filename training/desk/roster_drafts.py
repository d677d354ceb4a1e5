"""A roster between its check and its landing, in the session of whoever brought it.

Sealed as a whole, and bound to its class: identity numbers lie nowhere in the clear.
"""

import json
from dataclasses import asdict, dataclass, field, replace

from training.enrolment.rosters import Line, Outcome, Verdict
from training.people.encryption import decrypt, encrypt

KEY = "roster"
CONTEXT = "training.desk.roster"


@dataclass(frozen=True)
class Roster:
    """A file as it was read: all its cells, and what became of each row."""

    name: str
    headings: list[str]
    columns: dict[str, int]
    rows: list[tuple[int, list[str]]]
    answers: list[tuple[str, list[str]]] = field(default_factory=list)  # verdict, reasons
    landed: bool = False

    def lines(self):
        return [
            Line(
                number=number,
                name=self._cell(cells, "name"),
                id_number=self._cell(cells, "id_number"),
                phone=self._cell(cells, "phone"),
            )
            for number, cells in self.rows
        ]

    def _cell(self, cells, wanted):
        place = self.columns.get(wanted, len(cells))
        return cells[place] if place < len(cells) else ""

    def answered(self, outcomes, *, landed):
        answers = [(outcome.verdict.value, list(outcome.reasons)) for outcome in outcomes]
        return replace(self, answers=answers, landed=landed)

    def outcomes(self):
        return [
            Outcome(line, Verdict(verdict), tuple(reasons))
            for line, (verdict, reasons) in zip(self.lines(), self.answers, strict=True)
        ]

    def refused(self):
        """The refused rows as they were, with the reason at the end."""
        width = len(self.headings)
        for (_number, cells), outcome in zip(self.rows, self.outcomes(), strict=True):
            if not outcome.is_good:
                row = [*cells[:width], *[""] * (width - len(cells))]
                yield [*row, " ".join(outcome.reasons)]


def keep(request, training_class, roster):
    request.session[KEY] = {
        "class": training_class.pk,
        "sealed": encrypt(json.dumps(asdict(roster)), f"{CONTEXT}:{training_class.pk}"),
    }


def read(request, training_class) -> Roster | None:
    kept = request.session.get(KEY)
    if not kept or kept["class"] != training_class.pk:
        return None
    return Roster(**json.loads(decrypt(kept["sealed"], f"{CONTEXT}:{training_class.pk}")))
