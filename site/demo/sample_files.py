"""Two registers to try the import with: one an office would be proud of, one as they come.

Drawn from a seed, so that the files in ``data/register`` can be made again at any time.
"""

import csv
import random
from datetime import date, datetime, timedelta

import xlsxwriter
from stdnum import luhn

from demo.people import whole
from demo.sources import DATA, facts, table

FOLDER = DATA / "register"
CLEAN, DIRTY = "raoping.csv", "raoping-as-it-comes.xlsx"
FIRST_PHONE = {CLEAN: 13800009000, DIRTY: 13800009500}
HEADING_ROW, FIRST_ROW = 1, 2  # below the title, counted from nought


def make_sample_files(folder=FOLDER):
    folder.mkdir(exist_ok=True)
    facts_of = facts("sample_files")
    _write_clean(folder / CLEAN, facts_of)
    _write_dirty(folder / DIRTY, facts_of)
    return [folder / CLEAN, folder / DIRTY]


class Drawer:
    """Draws one row after another, as cells by heading."""

    def __init__(self, name, wanted):
        self.rng = random.Random(name)
        self.wanted = wanted
        self.people = facts("people")
        self.phone = FIRST_PHONE[name]
        self.towns = [
            row["name"]
            for row in table("guangdong_divisions_chaozhou_townships")
            if row["level"] == "township" and row["code"].startswith(wanted["county"])
        ]

    def row(self, name=None, *, ends_in_x=False):
        rng, wanted = self.rng, self.wanted
        number, born = self._id_number(ends_in_x=ends_in_x)
        sex = "m" if int(number[16]) % 2 else "f"
        name = name or self._name(sex, born.year)
        town = rng.choice(self.towns)
        self.phone += rng.randint(1, 4)
        drawn = {
            heading: rng.choices(list(weights), weights.values())[0]
            for heading, weights in wanted["weights"].items()
        }
        bank = drawn.pop(wanted["headings"][16])
        serial = f"{wanted['county']}{rng.randint(10, 23)}{rng.randrange(10**8):08}"
        cells = [name, number, wanted["sexes"][sex], born.isoformat(), *[""] * 3, town, town]
        cells += [self._address(town), str(self.phone), *[""] * 5]
        cells += [bank, name if bank else "", self._account(bank), rng.choice(["", serial])]
        return dict(zip(wanted["headings"], cells, strict=True)) | drawn

    def _id_number(self, *, ends_in_x):
        while True:
            born = date(1964, 1, 1) + timedelta(days=self.rng.randrange(38 * 365))
            stem = f"{self.wanted['county']}{born:%Y%m%d}{self.rng.randrange(1000):03}"
            number = whole(stem)
            if number.endswith("X") is ends_in_x:
                return number, born

    def _name(self, sex, year):
        surnames, names = self.people["surnames"], self.people["given"][sex]
        generation = max(start for start in names if int(start) <= max(1960, year))
        surname = self.rng.choices(list(surnames), surnames.values())[0]
        return surname + self.rng.choice(names[generation])

    def _address(self, town):
        return self.wanted["address"].format(
            town=town, group=self.rng.randint(1, 12), house=self.rng.randint(1, 120)
        )

    def _account(self, bank):
        if not bank:
            return ""
        stem = f"{self.wanted['cards'][bank]}{self.rng.randrange(10**12):012}"
        return stem + luhn.calc_check_digit(stem)


def _write_clean(path, wanted):
    drawer = Drawer(CLEAN, wanted)
    rare = wanted["rare_names"]
    rows = [drawer.row(name) for name in rare]
    rows += [drawer.row() for _ in range(wanted["names"]["clean"] - len(rare))]
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.DictWriter(file, wanted["headings"])
        writer.writeheader()
        writer.writerows(rows)


def _write_dirty(path, wanted):
    """What hides behind a tidy look: see the table in ``data/README.md``."""
    drawer = Drawer(DIRTY, wanted)
    headings = wanted["dirty_headings"]
    name, number, born, town, phone = (headings[place] for place in (1, 2, 4, 7, 8))
    rows = [drawer.row(ends_in_x=place == 7) for place in range(wanted["names"]["dirty"])]  # noqa: PLR2004
    full_width = str.maketrans(wanted["full_width"])
    for place, row in enumerate(rows):
        day = date.fromisoformat(row[born])
        shape = wanted["dates"][place % len(wanted["dates"])]
        row[born] = shape.format(y=day.year, m=day.month, d=day.day)
    rows[3][number] = float(rows[3][number][:17] + "0")  # as a spreadsheet keeps a long number
    rows[11][number] = float(rows[11][number][:17] + "0")
    rows[5][number] = rows[5][number].translate(full_width)
    rows[5][phone] = rows[5][phone].translate(full_width)
    rows[6][number] = " ".join((rows[6][number][:6], rows[6][number][6:14], rows[6][number][14:]))
    rows[6][phone] = " ".join((rows[6][phone][:3], rows[6][phone][3:7], rows[6][phone][7:]))
    rows[7][number] = rows[7][number].lower()
    rows[9][name] = "\u3000".join(rows[9][name])
    rows[14][town] = wanted["unknown_town"]
    rows[17][number] = rows[17][number][:17] + str((int(rows[17][number][17]) + 1) % 10)
    rows[20][born] = datetime.combine(_day(rows[20][number]), datetime.min.time())  # noqa: DTZ001
    rows.insert(26, dict(rows[2]))  # entered a second time by somebody else
    _sheet(path, wanted, headings, rows)


def _day(number):
    return datetime.strptime(number[6:14], "%Y%m%d").date()  # noqa: DTZ007


def _sheet(path, wanted, headings, rows):
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001  (the same file again)
    sheet = book.add_worksheet()
    centred = book.add_format({"bold": True, "align": "center"})
    as_a_day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range(0, 0, 0, len(headings) - 1, wanted["title"], centred)
    sheet.write_row(HEADING_ROW, 0, headings, centred)
    for place, row in enumerate(rows):
        line = FIRST_ROW + place
        sheet.write_number(line, 0, place + 1)
        for column, heading in enumerate(headings[1:], start=1):
            cell = row[heading]
            if isinstance(cell, datetime):
                sheet.write_datetime(line, column, cell, as_a_day)
            elif isinstance(cell, float):
                sheet.write_number(line, column, cell)
            else:
                sheet.write_string(line, column, cell)
    last = FIRST_ROW + len(rows)
    sheet.write_string(last, 0, wanted["total"])
    sheet.write_string(last, 1, wanted["total_text"].format(count=len(rows)))
    book.close()
