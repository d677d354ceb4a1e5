"""What the columns of a register are called, in whatever order they stand."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .cleaning import plain_word

HEADING_WITHIN = 20  # titles, the office's name and a date may stand above
ASIDE = re.compile(r"[(（\[【].*?[)）\]】]|[\s*＊:：]")
ENOUGH = 2  # a row with so many known headings is the heading row
# Rows that belong to the sheet of paper and not to anybody.
TOTALS = ("合计", "总计", "小计", "共计", "制表", "填表", "审核", "单位负责人", "备注：", "说明：")


@dataclass(frozen=True)
class Column:
    """A fact the register keeps, and the headings it is known by."""

    field: str
    label: str | Promise
    headings: tuple[str, ...]
    sensitive: bool = False  # read only when the people agreed on paper


COLUMNS = (
    Column("name", _("Full name"), ("姓名", "名字", "学员姓名", "人员姓名", "name")),
    Column(
        "id_number",
        _("Identity number"),
        ("身份证号码", "身份证号", "公民身份号码", "身份证", "证件号码", "证件号", "idnumber"),
    ),
    Column("sex", _("Sex"), ("性别", "sex")),
    Column("birth_date", _("Date of birth"), ("出生日期", "出生年月日", "出生年月", "birthdate")),
    Column(
        "phone",
        _("Mobile phone"),
        ("联系电话", "手机号码", "手机号", "手机", "电话", "联系方式", "本人电话", "phone"),
    ),
    Column(
        "region",
        _("Lives in"),
        ("现居住地", "常住地", "常住地址区划", "居住地", "所在村", "现住地", "乡镇", "region"),
    ),
    Column("address", _("Home address"), ("家庭住址", "家庭地址", "详细地址", "住址", "address")),
    Column("category", _("Main category"), ("人员类别", "人员类型", "类别", "category")),
    Column("ethnicity", _("Ethnicity"), ("民族", "ethnicity")),
    Column("schooling", _("Schooling"), ("文化程度", "学历", "受教育程度", "schooling")),
    Column("household_kind", _("Kind of household"), ("户口性质", "户籍性质", "户口类型")),
    Column(
        "household_region",
        _("Household registered in"),
        ("户口所在地", "户口所在地区划", "户籍所在地", "户籍地", "籍贯"),
    ),
    Column("mailing_address", _("Mailing address"), ("通讯地址", "通信地址")),
    Column("postcode", _("Postcode"), ("邮编", "邮政编码")),
    Column("email", _("E-mail"), ("电子邮箱", "邮箱", "email")),
    Column(
        "registration_number",
        _("Number of the employment and unemployment certificate"),
        ("就业失业登记证号", "就业失业登记证号码", "就业创业证号"),
    ),
    Column("work_state", _("Lives by"), ("就业状态", "就业情况", "就业状况")),
    Column("job_wish", _("Wish for work"), ("就业意愿", "求职意愿", "就业意向")),
    Column("training_wish", _("Wish for training"), ("培训意愿", "培训意向", "培训需求")),
    Column(
        "hardship_cause",
        _("Cause of hardship"),
        ("致困原因", "致贫原因", "困难原因"),
        sensitive=True,
    ),
    Column("disability", _("Disability"), ("残疾类别", "残疾情况", "残疾类别等级"), sensitive=True),
    Column("bank_name", _("Bank"), ("开户银行", "银行", "开户行"), sensitive=True),
    Column(
        "bank_holder", _("Holder of the account"), ("银行户名", "户名", "开户名"), sensitive=True
    ),
    Column(
        "bank_account",
        _("Bank account"),
        ("银行账号", "银行帐号", "银行卡号", "账号", "社保卡账号"),
        sensitive=True,
    ),
)
BY_FIELD = {column.field: column for column in COLUMNS}
BY_HEADING = {heading: column.field for column in COLUMNS for heading in column.headings}
NEEDED = ("name", "id_number")


def plain(heading):
    """A heading without its star, its brackets and its spaces."""
    return ASIDE.sub("", unicodedata.normalize("NFKC", heading)).lower()


def find_headings(rows):
    """The number and cells of the heading row among ``rows``, or None.

    The row with the most headings we know: a sentence above the table may well hold one.
    """
    found, most = None, ENOUGH - 1
    for number, cells in rows[:HEADING_WITHIN]:
        known = len({BY_HEADING[word] for cell in cells if (word := plain(cell)) in BY_HEADING})
        if known > most:
            found, most = (number, cells), known
    return found


def guess_columns(headings):
    """Field → place of the column, for every heading that is known; the first one counts."""
    columns = {}
    for place, heading in enumerate(headings):
        if field := BY_HEADING.get(plain(heading)):
            columns.setdefault(field, place)
    return columns


def belongs_to_the_sheet(cells, columns):
    """A total, a signature, a title in merged cells or the headings once more: nobody's row."""
    place = columns.get("id_number", 0)
    identity = cells[place] if place < len(cells) else ""
    if identity[:1].isdigit() or any(char.isdigit() for char in identity):
        return False
    written = [cell for cell in cells if cell]
    return (
        len(written) == 1
        or plain_word(written[0]).startswith(TOTALS)
        or plain_word(identity) in BY_FIELD["id_number"].headings
    )
