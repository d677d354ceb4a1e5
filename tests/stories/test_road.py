"""The whole road, walked by the people who walk it: from an order to a figure."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.factories.people import id_number
from tests.stories import employer, officer, school, stranger, trainer, village, worker
from tests.stories.conftest import DESK, PHONE
from tests.stories.doors import by_password
from tests.stories.town import found_town
from tests.stories.words import t

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
]

RARE = "林㛃"  # a character many fonts and many systems lack
UNKNOWN = "—"
NEIGHBOUR = "阿依古丽·买买提"


def test_an_order_becomes_two_cooks_and_a_figure(sit_down, calendar):
    town = found_town()
    boss, master, lin = sit_down(DESK), sit_down(PHONE), sit_down(PHONE, javascript=False)
    bureau, office = sit_down(DESK), sit_down(DESK)
    by_password(bureau, "officer")
    by_password(office, "manager")

    # Monday: somebody needs cooks, and a school answers.
    employer.orders_two_cooks(boss, town)
    officer.approves_the_order(bureau, town)
    number = school.lists_a_class_for_the_order(office, town, day="2026-03-09")
    school.files_it(office)
    officer.approves_the_class(bureau, number)
    employer.reads_who_answered(boss, town)

    # Tuesday: two people take the two seats.
    calendar(3, 3, 20)
    worker.finds_the_class(lin, town)
    worker.enrols(lin, RARE, id_number(2, born="19860214"), "13800138000")
    village.enrols_a_neighbour(sit_down(PHONE), NEIGHBOUR, id_number(4), "13800138001")

    # The Monday after: one day of class, tested before and after.
    calendar(3, 9, 8, 20)
    trainer.comes_to_the_lesson(master)
    trainer.files_results(master, "before", {RARE: (40, 30, 50), NEIGHBOUR: (55, 40, 40)})
    trainer.calls_the_roll(master)
    calendar(3, 9, 13, 55)
    worker.checks_in(lin, trainer.shows_the_code(master))
    trainer.calls_the_roll(master)
    calendar(3, 9, 17, 30)
    trainer.files_results(master, "after", {RARE: (85, 80, 90), NEIGHBOUR: (80, 70, 75)})
    school.concludes_it(office, number)

    # The evening: what did it come to?
    calendar(3, 9, 20)
    worker.answers_the_survey(lin, "Very good")
    paper, serial = worker.downloads_the_certificate(lin)
    facts = stranger.verifies(sit_down(PHONE), serial)
    quality = officer.reads_the_quality_page(bureau)

    assert paper.startswith(b"%PDF")
    assert RARE in PdfReader(BytesIO(paper)).pages[0].extract_text()
    assert "林＊" in facts
    assert RARE not in facts
    assert [quality[t(name)] for name in ("Planned", "Enrolled", "Completed", "Certified")] == [
        "2"
    ] * 4
    assert quality[t("Satisfied")] == (
        UNKNOWN,
        t(
            "Fewer than %(least)s answers: not shown, so that nobody's answer can be guessed.",
            least=5,
        ),
    )
    answered = t("Of %(whole)s asked, %(part)s answered: %(value)s.", whole=2, part=1, value="50%")
    assert quality[t("Answered the survey")] == ("50%", answered)
    assert quality[t("Gain in ability")][0].startswith("+36.8")
    assert quality[t("At work after six months")] == (UNKNOWN, t("Six months have not passed yet."))
    taken_along = officer.takes_the_figures_along(bureau)
    assert (taken_along[t("Enrolled")], taken_along[t("Satisfied")]) == (2, None)
