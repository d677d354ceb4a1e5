import io
from pathlib import Path

import openpyxl
import pytest
from stdnum import luhn
from wagtail.log_actions import registry

from tests.factories.exchange import HEADINGS, checked, imported, reasons, table, told
from tests.factories.organisations import RegionFactory, officer_of
from tests.factories.people import PersonFactory, id_number
from training.exchange.actions import bring_file, confirm_columns
from training.exchange.errors import ColumnMissing
from training.exchange.exports.refused_rows import write_refused_rows
from training.people.errors import NoHeadings, Unreadable
from training.people.models import Person, Phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return RegionFactory(code="445102", name="湘桥区")


@pytest.fixture
def street(region):
    return RegionFactory(code="445102007", name="桥东街道", parent=region, level="township")


@pytest.fixture
def officer(region, street):
    return officer_of(region)


def row(serial, name="陈秀英", phone="13800138000", place="桥东街道", state="务农"):
    return [name, id_number(serial), phone, place, state]


def test_a_check_says_what_would_happen_and_writes_nobody(officer):
    file = checked(table([row(1), row(2)]), by=officer)

    assert told(file) == {"new": 2}
    assert not Person.objects.exists()


def test_an_import_lands_the_people(officer, street):
    imported(table([row(1, name="䶮𬭎", state="打零工")]), by=officer)

    person = Person.objects.get()
    assert (person.name, person.id_number) == ("䶮𬭎", id_number(1))
    assert (person.region, person.phone, person.work_state) == (street, "13800138000", "flexible")
    assert (person.sex, person.birth_date.isoformat()) == ("m", "1974-03-12")
    assert person.registered_by == officer
    assert Person.objects.with_id_number(id_number(1)).get() == person


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_any_usual_encoding_is_read(officer, encoding):
    file = imported(table([row(1, name="㛃𠅤")], encoding=encoding), by=officer)

    assert told(file) == {"new": 1}
    assert Person.objects.get().name == "㛃𠅤"


def test_headings_stand_in_any_order_below_a_title(officer):
    headings = ["序号", "联系电话*", "公民身份号码（18位）", "现居住地", " 姓 名 "]
    rows = [["1", "13800138000", id_number(1), "桥东街道", "陈秀英"]]
    title = [["湘桥区劳动力登记表", "", "", "", ""], headings, *rows, ["合计", "1人", "", "", ""]]

    file = imported(table(title[1:], headings=title[0]), by=officer)

    assert told(file) == {"new": 1, "passed_over": 1}


def test_the_same_file_again_changes_nothing(officer):
    imported(table([row(1), row(2)]), by=officer)
    before = list(Person.objects.values())

    again = imported(table([row(1), row(2)]), by=officer)

    assert told(again) == {"same": 2}
    assert list(Person.objects.values()) == before


def test_a_changed_row_changes_the_person_and_says_so_in_the_history(officer):
    imported(table([row(1), row(2)]), by=officer)

    file = imported(table([row(1, phone="13900139000"), row(2)]), by=officer)

    assert told(file) == {"changed": 1, "same": 1}
    person = Person.objects.with_id_number(id_number(1)).get()
    assert person.phone == "13900139000"
    entry = registry.get_logs_for_instance(person).get()
    assert (entry.action, entry.data["changed"]) == ("training.correct_person", ["phone"])
    assert entry.user == officer


def test_an_empty_cell_takes_nothing_away(officer):
    imported(table([row(1)]), by=officer)

    file = imported(table([row(1, phone="", state="")]), by=officer)

    assert told(file) == {"same": 1}
    assert Person.objects.get().phone == "13800138000"


def test_last_weeks_row_does_not_undo_a_correction(officer):
    imported(table([row(1)]), by=officer)
    Person.objects.update(phone="13900139000")

    file = imported(table([row(1)]), by=officer)

    assert told(file) == {"same": 1}
    assert Person.objects.get().phone == "13900139000"


def spoilt(place, value):
    cells = row(1)
    cells[place] = value
    return cells


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (spoilt(1, "3.60101E+17"), "Excel has made a number of it"),
        (spoilt(1, "445102197403120019"), "a digit is wrong"),
        (spoilt(1, "4451021974031"), "This one has 13"),
        (spoilt(1, "4451021974A"), "This one has 11"),
        (spoilt(0, ""), "“Full name” is missing"),
        (spoilt(0, "陈3"), "cannot stand in a name"),
        (spoilt(2, "12"), "not a telephone number"),
        (spoilt(3, "不存在村"), "“不存在村” is not a place you answer for"),
        (spoilt(3, ""), "Where this person lives is missing"),
        (spoilt(4, "飞行"), "“飞行” is not known for “Lives by”"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_row_is_refused_with_its_reason_and_the_good_one_lands(officer, cells, reason):
    file = imported(table([cells, row(2)]), by=officer)

    assert told(file) == {"new": 1, "refused": 1}
    assert reason in reasons(file)[2]


@pytest.mark.parametrize(
    ("headings", "value", "reason"),
    [
        ("出生日期", "1974-03-13", "date of birth does not agree"),
        ("出生日期", "gestern", "is not a date"),
        ("出生日期", "1974-02-30", "is not a date"),
        ("性别", "女", "sex does not agree"),
    ],
)
def test_what_stands_beside_the_number_must_agree_with_it(officer, headings, value, reason):
    file = imported(table([[*row(1), value]], headings=[*HEADINGS, headings]), by=officer)

    assert reason in reasons(file)[2]


@pytest.mark.parametrize(
    "written",
    [
        "1974-03-12",
        "1974/3/12",
        "1974.3.12",
        "1974年3月12日",
        "19740312",
        "27100",
        "１９７４-03-12",
        "1974-03",
        "1974年3月",
        "1974-03-12 00:00:00",
    ],
)
def test_dates_are_read_in_every_usual_shape(officer, written):
    file = imported(table([[*row(1), written]], headings=[*HEADINGS, "出生日期"]), by=officer)

    assert told(file) == {"new": 1}


def test_full_width_digits_spaces_and_a_small_x_are_read(officer):
    number = next(n for n in map(id_number, range(200)) if n.endswith("X"))
    wide = number.lower().translate({ord(str(d)): "０１２３４５６７８９"[d] for d in range(10)})

    imported(
        table([["王　伟", f" {wide[:6]} {wide[6:]}", "１３８００１３８０００", "桥东 街道", ""]]),
        by=officer,
    )

    person = Person.objects.get()
    assert (person.name, person.id_number, person.phone) == ("王伟", number, "13800138000")


def test_further_numbers_of_a_cell_are_kept_beside_the_first(officer):
    imported(table([row(1, phone="13800138000/13900139000")]), by=officer)

    assert Person.objects.get().phone == "13800138000"
    assert Phone.objects.get().number == "13900139000"


def test_who_stands_twice_in_a_file_is_landed_once(officer):
    file = imported(table([row(1), row(2), row(1, phone="13900139000")]), by=officer)

    assert told(file) == {"new": 2, "refused": 1}
    assert reasons(file) == {4: "This person stands in an earlier row already."}
    assert Person.objects.with_id_number(id_number(1)).get().phone == "13800138000"


def test_the_same_number_under_another_name_is_not_landed(officer, region):
    PersonFactory(id_number=id_number(1), name="林美珍", region=region)

    file = imported(table([row(1)]), by=officer)

    assert "registered under another name" in reasons(file)[2]
    assert Person.objects.get().name == "林美珍"


def test_nobody_of_another_place_is_touched(officer):
    elsewhere = RegionFactory(code="440300", name="深圳市")
    person = PersonFactory(id_number=id_number(1), name="陈秀英", region=elsewhere, phone="")

    file = imported(table([row(1), row(2, place="深圳市")]), by=officer)

    assert told(file) == {"refused": 2}
    assert "registered in another place" in reasons(file)[2]
    assert "not a place you answer for" in reasons(file)[3]
    person.refresh_from_db()
    assert person.phone == ""


def test_a_bare_name_of_two_places_is_refused_and_the_full_one_read(officer, region, street):
    other = RegionFactory(code="445102008", name="桥西街道", parent=region, level="township")
    for code, parent in (("445102007001", street), ("445102008001", other)):
        RegionFactory(code=code, name="东村", parent=parent, level="village")

    file = imported(table([row(1, place="东村"), row(2, place="桥西街道东村")]), by=officer)

    assert "Several places are called “东村”" in reasons(file)[2]
    assert Person.objects.get().region.code == "445102008001"


def test_an_old_code_still_finds_the_place(officer, region):
    region.former_codes.create(code="445199")

    imported(table([row(1, place="445199")]), by=officer)

    assert Person.objects.get().region == region


SENSITIVE = [*HEADINGS, "致困原因", "银行账号"]
ACCOUNT = "62220202000123456" + luhn.calc_check_digit("62220202000123456")


def test_sensitive_columns_are_left_out_unless_the_people_agreed_on_paper(officer):
    cells = [*row(1), "因病", ACCOUNT]

    imported(table([cells], headings=SENSITIVE), by=officer)
    person = Person.objects.get()
    assert (person.hardship_cause, person.bank_account) == ("", "")

    imported(table([cells], headings=SENSITIVE), by=officer, agreed_on_paper=True)
    person = Person.objects.get()
    assert (person.hardship_cause, person.bank_account) == ("illness", ACCOUNT)
    assert person.hardship_consent_at
    assert person.bank_consent_at


def test_what_a_person_took_back_no_list_brings_again(officer):
    person = PersonFactory(id_number=id_number(1), name="陈秀英", withheld=["bank"], region=None)

    imported(
        table([[*row(1), "因病", ACCOUNT]], headings=SENSITIVE), by=officer, agreed_on_paper=True
    )

    person.refresh_from_db()
    assert (person.bank_account, person.hardship_cause) == ("", "illness")


def test_refused_rows_come_back_as_the_same_table_and_can_be_brought_again(officer):
    file = imported(table([spoilt(4, "飞行"), row(2)]), by=officer)
    back = io.BytesIO()

    write_refused_rows(file, back)

    text = back.getvalue().decode("utf-8-sig").splitlines()
    assert text[0].split(",") == [*HEADINGS, "reason"]
    assert f"\t{id_number(1)}" in text[1]
    mended = io.BytesIO(back.getvalue().replace("飞行".encode(), "务农".encode()))
    assert told(imported(mended, by=officer)) == {"new": 1}


def test_refused_rows_of_a_workbook_come_back_as_a_workbook_of_texts(officer):
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    book.active.append(["陈秀英", 445102197403120012, "13800138000", "桥东街道", "=1+1"])
    raw = io.BytesIO()
    book.save(raw)
    file = imported(raw, name="register.xlsx", by=officer)
    assert "Excel has made a number of it" in reasons(file)[2]
    back = io.BytesIO()

    write_refused_rows(file, back)

    sheet = openpyxl.load_workbook(back).active
    assert [cell.data_type for cell in sheet[2]][:4] == ["s"] * 4
    assert sheet.cell(2, 6).value.startswith("Excel has made")


def test_a_file_without_headings_or_of_another_kind_is_refused(officer):
    with pytest.raises(NoHeadings):
        bring_file(io.BytesIO(b"a,b\n1,2\n"), "x.csv", by=officer)
    with pytest.raises(Unreadable):
        bring_file(io.BytesIO(b"\x00\x01\x02\x00"), "x.xlsx", by=officer)


def test_a_column_for_the_number_must_be_named(officer):
    file = bring_file(table([row(1)]), "x.csv", by=officer)

    with pytest.raises(ColumnMissing, match="Identity number"):
        confirm_columns(file, {"name": 0}, by=officer)


def test_the_file_is_unreadable_on_the_disk_and_gone_when_done(officer, settings):
    settings.TRAINING = settings.TRAINING | {"PRIVATE_ROOT": f"{settings.MEDIA_ROOT}-private"}
    folder = Path(settings.TRAINING["PRIVATE_ROOT"])
    bring_file(table([row(1)]), "x.csv", by=officer)
    [kept] = folder.iterdir()

    assert id_number(1).encode() not in kept.read_bytes()
