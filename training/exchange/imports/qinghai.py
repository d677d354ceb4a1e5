"""青海省职业技能培训（短期）培训时间及补助标准调整表: class hours and amount per occupation."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.subsidies.queries import RateLine

from .base import CatalogueTable, Refused, amount_in, hours_in, occupation_in


class QinghaiTable(CatalogueTable):
    slug = "qinghai"
    label = gettext_lazy("Qinghai: class hours and subsidy (2019)")
    headings = ("occupation", "class_hours", "fee_category", "amount_cny")
    valid_from = date(2019, 7, 2)  # of the copy read; the annex itself carries no day
    source = "青海省职业技能培训（短期）快递员等35个工种培训时间及补助标准调整表"
    source_url = "https://wanglu.net/thread/t13-409678-0.html"

    def lines(self, row):
        occupation = occupation_in(row, "occupation")
        hours, amount = hours_in(row, "class_hours"), amount_in(row, "amount_cny")
        if hours is None:
            raise Refused(_("The class hours are missing."))
        if amount is None and not row["fee_category"]:
            raise Refused(_("There is neither an amount nor a fee category."))
        yield RateLine(
            occupation=occupation, tier=row["fee_category"], class_hours=hours, amount=amount
        )
