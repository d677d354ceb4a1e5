from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from stdnum.cn import uscc

from courses.models import Trade
from demo.sources import facts
from training.classes.models import Trainer
from training.organisations.actions import appoint
from training.organisations.models import Accreditation, Bureau, Employer, Provider, Venue
from training.organisations.states import Role
from training.people.models import PhoneLogin

PASSWORD = "yiji-demo"  # noqa: S105  (told to everybody; `load_demo` refuses on a public site)
ADMIN = "admin"


def load_organisations(regions):
    """Every organisation, venue and trainer, by its key in the data."""
    wanted = facts("organisations")
    found = {}
    for row in wanted["bureaus"]:
        found[row["key"]] = _organisation(Bureau, {"name": row["name"]}, row, regions)
    for row in wanted["providers"]:
        more = {"about": row["about"], "credit_code": credit_code(row["stem"])}
        found[row["code"]] = _organisation(Provider, {"code": row["code"]}, row, regions, **more)
    for row in wanted["employers"]:
        code = credit_code(row["stem"])
        found[row["key"]] = _organisation(Employer, {"credit_code": code}, row, regions)
    for row in wanted["venues"]:
        found[row["key"]], _ = Venue.objects.get_or_create(
            provider=found[row["provider"]],
            name=row["name"],
            defaults={
                "name_en": row["name_en"],
                "region": regions[row["region"]],
                "address": row["address"],
            },
        )
    for row in wanted["trainers"]:
        found[row["key"]], _ = Trainer.objects.get_or_create(
            provider=found[row["provider"]],
            name=row["name"],
            defaults={"speciality": row["speciality"], "qualification": row["qualification"]},
        )
    return found


def load_accreditations(organisations, today):
    """By its document, because the days of the demo move with the day it is loaded on."""
    trades = {trade.slug: trade for trade in Trade.objects.all()}
    for row in facts("organisations")["accreditations"]:
        Accreditation.objects.get_or_create(
            provider=organisations[row["provider"]],
            trade=trades[row["trade"]],
            document=row["document"],
            defaults={
                "highest_level": row["level"],
                "valid_from": today + timedelta(days=row["from"]),
                "valid_to": row["to"] and today + timedelta(days=row["to"]),
            },
        )


def _organisation(model, key, row, regions, **more):
    facts_of = {
        "name": row["name"],
        "name_en": row["name_en"],
        "region": regions[row["region"]],
        "phone": row["phone"],
    }
    return model.objects.get_or_create(**key, defaults=facts_of | more)[0]


def credit_code(stem):
    """A well-formed unified social credit code: 17 characters and the check digit."""
    stem = stem[:17].replace("I", "1").replace("O", "0")
    return stem + uscc.calc_check_digit(stem)


def load_users(organisations):
    """One login for each desk; the same password, which the README tells."""
    logins = get_user_model().objects
    password = make_password(PASSWORD)
    admin, _ = logins.get_or_create(
        username=ADMIN,
        defaults={"password": password, "is_staff": True, "is_superuser": True},
    )
    users = {ADMIN: admin}
    for row in facts("organisations")["users"]:
        user, _ = logins.get_or_create(
            username=row["username"],
            defaults={
                "password": password,
                # In one field: Wagtail would print the family name last.
                "first_name": row["name"],
            },
        )
        appoint(user, Role(row["role"]), organisations[row["of"]], by=admin)
        if phone := row.get("phone"):
            PhoneLogin.objects.get_or_create(user=user, defaults={"phone": phone})
        if key := row.get("trainer"):
            Trainer.objects.filter(pk=organisations[key].pk).update(user=user)
        users[row["username"]] = user
    return users
