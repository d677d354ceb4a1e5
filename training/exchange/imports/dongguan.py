"""东莞市自主参训补贴项目及补贴标准目录 (2014): occupation → tier → fixed amount."""

import re
from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Level
from training.subsidies.queries import RateLine

from .base import CatalogueTable, Refused, amount_in, occupation_in

TIER = re.compile(r"(?P<kind>[A-Z]\d+)-(?P<number>\d+)(?:[(（](?P<levels>.+)[)）])?")
# A tier of one level only; “初、中级” and “技师、高级技师” are two each, so theirs stays open.
LEVELS = {"高级": Level.ADVANCED}
# Misread characters known in the published copy. A misspelt name is still a name: it is landed.
MISREADINGS = {"蘑工": "磨工", "责金属": "贵金属", "面科": "面料", "桥粱": "桥梁"}


class DongguanTable(CatalogueTable):
    slug = "dongguan"
    label = gettext_lazy("Dongguan: subsidy by tier (2014)")
    headings = ("certificate_type", "kind", "level", "amount_cny", "occupation")
    valid_from = date(2014, 1, 1)
    source = "东莞市自主参训补贴项目及补贴标准目录（2014）"
    source_url = "https://github.com/Meizhuo/MZ-Doc"

    def lines(self, row):
        occupation = occupation_in(row, "occupation")
        tier = TIER.fullmatch(row["level"])
        if not tier:
            raise Refused(_("“%(tier)s” is not a tier, such as B3-1.") % {"tier": row["level"]})
        if not row["kind"].startswith(tier["kind"]):
            raise Refused(
                _("The tier “%(tier)s” does not belong to the kind “%(kind)s”.")
                % {"tier": row["level"], "kind": row["kind"]}
            )
        amount = amount_in(row, "amount_cny")
        if amount is None:
            raise Refused(_("The amount is missing."))
        yield RateLine(
            occupation=occupation,
            certificate_type=row["certificate_type"],
            tier=row["level"],
            level=LEVELS.get(tier["levels"]),
            amount=amount,
        )

    def warnings(self, rows):
        yield from _misnumbered_tiers(rows)
        for row in rows:
            for read, meant in MISREADINGS.items():
                if read in row["occupation"]:
                    yield _(
                        "Row %(number)d: “%(name)s” may be a misreading (%(read)s for %(meant)s); "
                        "it is kept as printed."
                    ) % {
                        "number": row.number,
                        "name": row["occupation"],
                        "read": read,
                        "meant": meant,
                    }


def _misnumbered_tiers(rows):
    """One number for two tiers: they stay apart because the whole text is the tier."""
    named = defaultdict(set)
    for row in rows:
        if tier := TIER.fullmatch(row["level"]):
            named[f"{tier['kind']}-{tier['number']}"].add(row["level"])
    for number, tiers in named.items():
        if len(tiers) > 1:
            yield _("The number %(number)s stands for %(count)d tiers: %(tiers)s.") % {
                "number": number,
                "count": len(tiers),
                "tiers": " / ".join(sorted(tiers)),
            }
