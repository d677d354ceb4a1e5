from training.quality.comparison import By, can_tell, compare
from training.quality.facts import ClassFacts, Name

CITY = Name(1, "潮州市")
SLUG = "satisfaction-share"


def a_class(pk, answers, **changes):
    n = sum(answers)
    return ClassFacts(
        training_class=Name(pk, f"班{pk}"),
        trainees=n + 3,
        invited=n + 3,
        answers=answers,
        **changes,
    )


def shown(rows):
    return {row.label: row.figures[SLUG].is_known for row in rows}


def test_rows_stand_by_name_not_by_value():
    rows = compare([a_class(2, (0, 0, 0, 0, 20)), a_class(1, (20, 0, 0, 0, 0))], By.CLASS)

    assert [row.label for row in rows] == ["班1", "班2"]


def test_regions_are_compared_where_they_first_differ():
    town, other = Name(10, "官塘镇"), Name(11, "意溪镇")
    county = Name(5, "湘桥区")
    facts = [
        a_class(1, (0, 0, 0, 0, 9), places=(CITY, county, town)),
        a_class(2, (0, 0, 0, 0, 9), places=(CITY, county, other)),
    ]

    assert {row.label for row in compare(facts, By.REGION)} == {"官塘镇", "意溪镇"}
    elsewhere = a_class(3, (0, 0, 0, 0, 9), places=(CITY, Name(6, "饶平县")))
    assert {row.label for row in compare([*facts, elsewhere], By.REGION)} == {"湘桥区", "饶平县"}


def test_one_hidden_class_takes_the_next_smallest_with_it():
    facts = [
        a_class(1, (0, 0, 0, 1, 2)),
        a_class(2, (0, 0, 0, 5, 4)),
        a_class(3, (0, 0, 0, 9, 9)),
    ]

    assert shown(compare(facts, By.CLASS)) == {"班1": False, "班2": False, "班3": True}


def test_two_hidden_classes_with_enough_answers_together_hide_nothing_more():
    facts = [
        a_class(1, (0, 0, 0, 1, 2)),
        a_class(2, (0, 0, 0, 2, 1)),
        a_class(3, (0, 0, 0, 9, 9)),
    ]

    assert shown(compare(facts, By.CLASS)) == {"班1": False, "班2": False, "班3": True}


def test_a_class_nobody_answered_hides_nothing():
    facts = [a_class(1, (0, 0, 0, 0, 0)), a_class(2, (0, 0, 0, 9, 9))]

    assert shown(compare(facts, By.CLASS)) == {"班1": False, "班2": True}


def test_overlapping_ranges_cannot_tell():
    near = compare([a_class(1, (0, 2, 0, 9, 9)), a_class(2, (0, 3, 0, 9, 9))], By.CLASS)
    far = compare([a_class(1, (0, 0, 0, 9, 30)), a_class(2, (30, 9, 0, 0, 0))], By.CLASS)

    assert can_tell(near, SLUG) != can_tell(far, SLUG)
