"""The places of the invented province: eleven cities, a hundred counties, fifteen thousand
villages, the same every time."""

from courses.models import Trade
from demo.sources import facts
from training.organisations.models import Bureau, Region
from training.organisations.states import CodeSystem, RegionLevel

FACTS = facts("province")
EDITION = "2023"
ROOT = "/36/"
COUNTIES, TOWNSHIPS, VILLAGES = 100, 15, 10  # in the province, in a county, in a township


def make_regions():
    """The province down to its villages, and the trades people wish for; twice does no harm."""
    known = {region.code: region for region in Region.objects.filter(path__startswith=ROOT)}
    wanted = [row for row in places() if row[0] not in known]
    for level in RegionLevel.values:
        regions = [_region(*row, known) for row in wanted if row[1] == level]
        Region.objects.bulk_create(regions, batch_size=500)
        known |= {region.code: region for region in regions}
    for position, row in enumerate(facts("courses")["trades"]):
        Trade.objects.get_or_create(slug=row["slug"], defaults=row | {"position": position})
    return known


def make_bureaus(regions):
    """One office for every county."""
    name, name_en = FACTS["bureau"]
    has_one = set(Bureau.objects.values_list("region", flat=True))
    Bureau.objects.bulk_create(
        Bureau(
            region=region,
            name=name.format(place=region.name),
            name_en=name_en.format(place=region.name_en),
        )
        for region in regions.values()
        if region.level == RegionLevel.COUNTY and region.pk not in has_one
    )
    return Bureau.objects.filter(
        region__path__startswith=ROOT, region__level=RegionLevel.COUNTY
    ).select_related("region")


def _region(code, level, name, name_en, parent, known):
    above = known.get(parent)
    return Region(
        code=code,
        code_system=CodeSystem.STATISTICAL,
        edition=EDITION,
        level=level,
        name=name,
        name_en=name_en,
        parent=above,
        path=f"{above.path if above else '/'}{code}/",  # bulk_create() does not ask save()
    )


def places():
    """Code, level, name, English name and the code above, from the top down."""
    province, cities = FACTS["province"], FACTS["cities"]
    yield province["code"], RegionLevel.PROVINCE, province["name"], province["name_en"], None
    for number, (name, name_en) in enumerate(cities, 1):
        yield f"36{number:02}", RegionLevel.CITY, name, name_en, "36"
    for number in range(COUNTIES):
        city, place = number % len(cities) + 1, number // len(cities) + 21
        code = f"36{city:02}{place}"
        yield code, RegionLevel.COUNTY, *_named("county", number), code[:4]
        yield from _below(code, number)


def _below(county, number):
    for place in range(TOWNSHIPS):
        code, turn = f"{county}{place + 100}", number * TOWNSHIPS + place
        yield code, RegionLevel.TOWNSHIP, *_named("township", turn), county
        for village in range(VILLAGES):
            named = _named("village", turn * VILLAGES + village)
            yield f"{code}{village + 200}", RegionLevel.VILLAGE, *named, code


def _named(level, number):
    """Two signs and what it is. The step is prime: four hundred names before one comes again."""
    first, second, kinds = FACTS["first"], FACTS["second"], FACTS["kinds"][level]
    pair = number * 157 % (len(first) * len(second))
    one, other = list(first)[pair % len(first)], list(second)[pair // len(first)]
    kind, kind_en = kinds[number % len(kinds)]
    return f"{one}{other}{kind}", f"{first[one]}{second[other]} {kind_en}"


def villages_by_county():
    """County code → its villages, each as the cells of a row tell it: the township with all that
    is above it, the village with all that is above it, and township and village alone."""
    names, found = {}, {}
    for code, level, name, _name_en, _above in places():
        names[code] = name
        if level == RegionLevel.VILLAGE:
            town = names[code[:9]]
            above = f"{names[code[:4]]}{names[code[:6]]}{town}"
            found.setdefault(code[:6], []).append((code, above, above + name, town + name))
    return found
