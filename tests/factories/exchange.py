import csv
import io

from training.exchange.actions import begin, bring_file, confirm_columns, work_on
from training.exchange.states import FileState

HEADINGS = ["姓名", "身份证号码", "联系电话", "现居住地", "就业状态"]


def table(rows, headings=HEADINGS, encoding="utf-8"):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headings, *rows])
    return io.BytesIO(text.getvalue().encode(encoding))


def checked(file, *, by, name="register.csv", region=None, agreed_on_paper=False):
    brought = bring_file(file, name, by=by, region=region)
    brought = confirm_columns(
        brought, brought.columns, by=by, region=region, agreed_on_paper=agreed_on_paper
    )
    return work_on(begin(brought, FileState.CHECKING, by=by))


def imported(file, *, by, **more):
    return work_on(begin(checked(file, by=by, **more), FileState.IMPORTING, by=by))


def told(file):
    return {
        name: getattr(file, name)
        for name in ("new", "changed", "same", "refused", "passed_over")
        if getattr(file, name)
    }


def reasons(file):
    return {row.number: row.reason for row in file.refused_rows.all()}
