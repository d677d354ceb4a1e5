"""国家职业资格补贴项目 (Shenzhen): one row an occupation, one column a level."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Level
from training.subsidies.queries import RateLine

from .base import CatalogueTable, Refused, amount_in, occupation_in

COLUMNS = {f"level{level}": level for level in Level.values}


class ShenzhenTable(CatalogueTable):
    slug = "shenzhen"
    label = gettext_lazy("Shenzhen: subsidy by level")
    headings = ("work_code", "occupation", *COLUMNS)
    valid_from = date(2018, 1, 1)  # the copy states no year
    source = "国家职业资格补贴项目（深圳）"
    source_url = "https://banshi.shenchuang.com/1541248.shtml"

    def lines(self, row):
        occupation = occupation_in(row, "occupation")
        amounts = {level: amount_in(row, column) for column, level in COLUMNS.items()}
        if not any(amount is not None for amount in amounts.values()):
            raise Refused(_("No level has an amount."))
        # The city's own code, or two of them: not the national one, so it is no occupation code.
        return [
            RateLine(occupation=occupation, tier=row["work_code"], level=level, amount=amount)
            for level, amount in amounts.items()
            if amount is not None
        ]
