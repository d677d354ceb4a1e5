from datetime import date

from courses.models import Course, Occupation, Trade
from demo.sources import TABLES, facts, table
from training.exchange.imports.catalogue import read, recognise
from training.people.sheets import read_rows
from training.subsidies.actions import land_rates
from training.subsidies.queries import Catalogue

# Published tables → whose they are, and when they ended. None is Chaozhou's own.
RATES = {
    "dongguan_subsidy_standard_2014": ("4419", date(2018, 12, 31)),
    "qinghai_training_hours_subsidy": ("63", None),
}


def load_rates(regions, by):
    for name, (region, valid_to) in RATES.items():
        table_of, rows = recognise(read_rows(TABLES / f"{name}.csv"), name)
        catalogue = Catalogue(
            region=regions[region],
            valid_from=table_of.valid_from,
            valid_to=valid_to,
            source=table_of.source,
            source_url=table_of.source_url,
        )
        land_rates(read(table_of, rows).lines, catalogue, by=by)


def load_courses():
    wanted = facts("courses")
    trades = {}
    for position, row in enumerate(wanted["trades"], start=1):
        trades[row["slug"]], _ = Trade.objects.get_or_create(
            slug=row["slug"], defaults=row | {"position": position}
        )
    occupations = {
        row["name"]: _occupation(row, trades[row["trade"]]) for row in wanted["occupations"]
    }
    found = {}
    for row in wanted["courses"]:
        occupation = occupations[row["occupation"]]
        found[row["code"]], _ = Course.objects.get_or_create(
            code=row["code"], defaults=_course(row, occupation, wanted["task_english"])
        )
    return found


def _occupation(row, trade):
    """The published tables may have brought it already, without a trade and an English name."""
    occupation, _ = Occupation.objects.get_or_create(name=row["name"], edition="")
    if occupation.trade_id is None:
        occupation.trade, occupation.name_en = trade, row["name_en"]
        occupation.save()
    return occupation


def _course(row, occupation, english):
    modules = [
        {"title": title, "title_en": title_en, "theory": theory, "practice": practice}
        for title, title_en, theory, practice in row["modules"]
    ]
    return {
        "name": row["name"],
        "name_en": row["name_en"],
        "occupation": occupation,
        "trade": occupation.trade,
        "level": row["level"],
        "theory_hours": sum(module["theory"] for module in modules),
        "practice_hours": sum(module["practice"] for module in modules),
        "modules": modules,
        "tasks": _official_tasks(row["spec"], english) if "spec" in row else _own_tasks(row),
        "topics": _topics() if row.get("topics") else [],
        "source": row["source"],
        "source_url": row["source_url"],
    }


def _official_tasks(spec, english):
    """The weights of a published specification; half-copied ones are not used."""
    return [
        {"task": row["task"], "task_en": english[row["task"]], "weight": int(row["weight_pct"])}
        for row in table("capability_task_weights")
        if row["spec"] == spec and row["complete_spec"] == "yes"
    ]


def _own_tasks(row):
    return [{"task": task, "task_en": en, "weight": weight} for task, en, weight in row["tasks"]]


def _topics():
    return [
        {
            "section": row["section"],
            "topic": row["topic"],
            "weight": int(row["weight_pct"]),
            "points": int(row["knowledge_points"]),
        }
        for row in table("chinese_cook_theory_blueprint")
    ]
