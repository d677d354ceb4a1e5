from demo.sources import facts, table
from training.organisations.models import FormerCode, Region
from training.organisations.states import RegionLevel


def load_regions():
    """Guangdong, Chaozhou down to its townships and a few villages; two places elsewhere."""
    wanted = facts("regions")
    rows = table("guangdong_divisions_chaozhou_townships")
    cities = set(wanted["cities"])
    rows = [
        row
        for row in rows
        if row["level"] == "province"
        or row["code"] in cities
        or (row["level"] != "city" and row["code"].startswith("4451"))
    ]
    rows += wanted["elsewhere"]
    villages = wanted["villages"] + wanted["neighbourhoods"]
    rows += [row | {"level": RegionLevel.VILLAGE} for row in villages]
    known = {region.code: region for region in Region.objects.all()}
    for row in rows:
        if row["code"] not in known:
            known[row["code"]] = Region.objects.create(
                code=row["code"],
                name=row["name"],
                name_en=row.get("name_en") or wanted["english"].get(row["code"], ""),
                level=row["level"],
                edition=wanted["edition"],
                parent=known.get(row.get("parent")),
            )
    for row in wanted["former_codes"]:
        FormerCode.objects.get_or_create(**row | {"region": known[row["region"]]})
    return known
