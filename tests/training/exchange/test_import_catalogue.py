import csv
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from wagtail.models import ModelLogEntry

from courses.models import Occupation
from tests.factories.organisations import RegionFactory
from training.exchange.imports.catalogue import read, recognise
from training.people.sheets import read_rows
from training.subsidies.models import Rate

pytestmark = pytest.mark.django_db
TABLES = Path(__file__).parents[3] / "site/demo/data/tables"
DONGGUAN = TABLES / "dongguan_subsidy_standard_2014.csv"
QINGHAI_HEADINGS = ["occupation", "class_hours", "fee_category", "amount_cny"]


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def imported(path, **options):
    out = StringIO()
    call_command("import_catalogue", str(path), stdout=out, no_color=True, **options)
    return out.getvalue()


def write(path, *rows, encoding="utf-8", headings=QINGHAI_HEADINGS):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def test_the_dongguan_table_lands_with_its_dirt_named():
    said = imported(DONGGUAN)

    assert "1206 rows read, 37 refused." in said
    assert "Rates: 1169 new, 0 changed, 0 the same." in said
    assert "Row 708 is refused: There are two names in one cell: “中式面点师，西式面点师”." in said
    assert "Row 979 is refused: It repeats row 976." in said
    assert "The number B3-2 stands for 2 tiers: B3-2(技师、高级技师) / B3-2(高级)." in said
    assert "“纺织面科成分检测” may be a misreading (面科 for 面料)" in said
    assert (Rate.objects.count(), Occupation.objects.count()) == (1169, 497)
    rate = Rate.objects.get(occupation__name="中式烹调师(潮州菜)", tier="B4-2(高级)")
    assert (rate.amount, rate.level) == (Decimal(2200), 3)


def test_importing_twice_changes_nothing():
    imported(DONGGUAN)
    logged = ModelLogEntry.objects.count()

    assert "Rates: 0 new, 0 changed, 1169 the same." in imported(DONGGUAN)
    assert (Rate.objects.count(), ModelLogEntry.objects.count()) == (1169, logged)


def test_a_large_table_lands_in_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        imported(DONGGUAN)


def test_a_trial_changes_nothing():
    assert "Rates: 1169 new" in imported(DONGGUAN, dry_run=True)
    assert not Rate.objects.exists()
    assert not Occupation.objects.exists()


def test_an_import_that_breaks_half_way_leaves_nothing(monkeypatch):
    def broken(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(Rate.objects, "bulk_create", broken)
    with pytest.raises(IntegrityError):
        imported(DONGGUAN)

    assert not Occupation.objects.exists()


@pytest.mark.parametrize(
    ("name", "rates"),
    [("qinghai_training_hours_subsidy.csv", 32), ("course_hours_by_level.csv", 33)],
)
def test_the_other_published_tables_land_whole(name, rates):
    assert f"Rates: {rates} new" in imported(TABLES / name)


def test_levels_in_columns_become_one_rate_each(tmp_path):
    headings = ["work_code", "occupation", "level5", "level4", "level3", "level2", "level1"]
    path = write(
        tmp_path / "a.csv", ["07-802", "茶艺师", 1760, 1980, "", "", 3080], headings=headings
    )

    imported(path)

    found = Rate.objects.order_by("-level").values_list("level", "amount")
    assert list(found) == [(5, 1760), (4, 1980), (1, 3080)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_any_encoding_of_a_chinese_desk_is_read(tmp_path, encoding):
    path = write(tmp_path / "a.csv", ["𬭎器制作", 40, "A", "1,200元"], encoding=encoding)

    imported(path)

    rate = Rate.objects.get()
    assert (rate.occupation.name, rate.amount) == ("𬭎器制作", 1200)


def test_an_excel_book_is_read_below_its_title(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([["补贴标准"], QINGHAI_HEADINGS, ["烹饪", 200, "A+", 1200]]):
            sheet.write_row(number, 0, row)

    imported(path)

    rate = Rate.objects.get()
    assert (rate.class_hours, rate.amount, rate.tier) == (200, 1200, "A+")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["", 40, "A", 1], "The occupation is missing."),
        (["烹饪", "四十", "A", 1], "“四十” is not a number for “class_hours”."),
        (["烹饪", 40, "A", "-5"], "“-5” is not a number for “amount_cny”."),
        (["烹饪", "", "A", 5], "The class hours are missing."),
        (["烹饪", 40, "", ""], "There is neither an amount nor a fee category."),
        (["烹饪", 40.5, "A", 5], "Class hours must be a whole number, not 40.5."),
        (["烹饪", 40, "A" * 21, 5], "The tier is longer than 20 characters."),
    ],
    ids=["no-name", "no-number", "negative", "no-hours", "no-amount", "half-hour", "long-tier"],
)
def test_a_bad_row_is_named_with_its_reason_and_the_good_ones_land(tmp_path, cells, reason):
    said = imported(write(tmp_path / "a.csv", ["面点", 100, "A", 600], cells))

    assert f"Row 3 is refused: {reason}" in said
    assert Rate.objects.get().occupation.name == "面点"


def test_the_same_line_with_other_figures_contradicts(tmp_path):
    rows = [["面点", 100, "A", 600], ["面点", 100, "A", 700]]

    said = imported(write(tmp_path / "a.csv", *rows))

    assert "Row 3 is refused: It contradicts row 2" in said
    assert Rate.objects.get().amount == 600


def test_a_tier_of_another_kind_is_refused(tmp_path):
    headings = ["certificate_type", "kind", "level", "amount_cny", "occupation"]
    path = write(tmp_path / "a.csv", ["B", "B3", "B4-1(初、中级)", 5, "焊工"], headings=headings)

    assert "The tier “B4-1(初、中级)” does not belong to the kind “B3”." in imported(path)


def test_a_corrected_price_is_shown_and_traced(tmp_path):
    imported(write(tmp_path / "a.csv", ["面点", 100, "A", 600]))

    said = imported(write(tmp_path / "b.csv", ["面点", 100, "A", 650]))

    assert "amount, yuan was 600.00 and is now 650.00." in said
    assert "Rates: 0 new, 1 changed, 0 the same." in said
    entry = ModelLogEntry.objects.order_by("-pk").first()
    assert (entry.action, entry.data["replaced"]) == ("training.import", {"amount": "600.00"})


def test_another_region_keeps_its_own_rates(tmp_path):
    RegionFactory(code="4451")
    path = write(tmp_path / "a.csv", ["面点", 100, "A", 600])

    imported(path)
    imported(path, region="4451")

    assert Rate.objects.count() == 2
    assert Occupation.objects.count() == 1


def test_a_table_nobody_knows_is_refused_in_one_sentence(tmp_path):
    path = write(tmp_path / "a.csv", ["甲", 1], headings=["姓名", "金额"])

    with pytest.raises(CommandError, match=r"No heading row in .*a\.csv is known"):
        imported(path)


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_file_that_is_no_table_is_refused(tmp_path, name):
    (tmp_path / name).write_bytes(b"\x89PNG\0\0\xff\xfe\0")

    with pytest.raises(CommandError, match="cannot be read"):
        imported(tmp_path / name)


def test_refused_rows_go_back_with_a_reason_and_no_formula(tmp_path):
    path = write(tmp_path / "a.csv", ["=HYPERLINK(1)", "x", "A", 5])

    imported(path, refused=tmp_path / "back.csv")

    raw = (tmp_path / "back.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(raw.decode("utf-8-sig")))) == [
        ["row", *QINGHAI_HEADINGS, "reason"],
        ["2", "'=HYPERLINK(1)", "x", "A", "5", "“x” is not a number for “class_hours”."],
    ]


def test_reading_a_table_touches_no_table_of_ours(django_assert_num_queries):
    with django_assert_num_queries(0):
        table, rows = recognise(read_rows(DONGGUAN), DONGGUAN.name)
        reading = read(table, rows)

    assert (len(reading.lines), len(reading.refusals)) == (1169, 37)
