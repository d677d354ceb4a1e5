"""What each role may do, as groups of Django permissions. Rows are narrowed by `reach`."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

from .states import Role

# Row data, so in both languages at once: Wagtail shows a group by its name.
GROUPS = {
    Role.OFFICER: "人社局经办人员 Bureau officers",
    Role.INSPECTOR: "督导检查人员 Inspectors",
    Role.VILLAGE_OFFICER: "村干部 Village officers",
    Role.PROVIDER_MANAGER: "培训机构管理员 Provider managers",
    Role.TRAINER: "教师 Trainers",
    Role.ASSESSOR: "考评员 Assessors",
    Role.EMPLOYER: "企业 Employers",
}

ADMIN = "wagtailadmin.access_admin"


def _all(*models):
    return [f"{verb}_{model}" for model in models for verb in ("add", "change", "view")]


def _view(*models):
    return [f"view_{model}" for model in models]


# Permission code names without the label: those of `training`, unless one is written out.
GRANTS = {
    Role.OFFICER: [
        ADMIN,
        *_all("employer", "provider", "venue", "membership", "rule", "rate", "person"),
        *_all("accreditation", "phone", "tagging", "listplace", "datarequest"),
        *_all("case", "need", "service", "contactattempt", "registerfile", "comparison"),
        *_all("difference", "room", "issue", "entitlement"),
        *_view("bureau", "region", "order", "trainingclass", "enrolment", "mark", "result"),
        *_view("waiting", "reserve", "seat"),
        "change_waiting",
        "change_reserve",
        *_view("outcome", "completion", "trainer", "question", "comment", "formercode", "appeal"),
        "change_appeal",
        "change_enrolment",
        "view_message",
        "change_message",
        *_view("changerequest"),
        *_view("offer", "refusal", "interest"),
        "add_order",
        "change_order",
        "change_interest",
        "change_trainingclass",
        "change_changerequest",
        "add_outcome",
        "change_outcome",
        "change_comment",
        "delete_membership",
        "training_courses.add_course",
        "training_courses.change_course",
        "training_courses.view_course",
        "training_courses.view_trade",
        "training_courses.change_trade",
        "training_courses.view_occupation",
        "training_certificates.view_certificate",
        "training_certificates.revoke_certificate",
        "training_certificates.view_certificatekind",
        "training_certificates.change_certificatekind",
    ],
    # Reads what the officers of the place read, and writes nothing.
    Role.INSPECTOR: [
        ADMIN,
        *_view("employer", "provider", "venue", "accreditation", "bureau", "region", "rule"),
        *_view("rate", "person", "case", "need", "service", "contactattempt", "order"),
        *_view("trainingclass", "enrolment", "mark", "result", "outcome", "completion"),
        *_view("waiting", "reserve", "seat"),
        *_view("appeal"),
        *_view("trainer", "comparison", "difference", "formercode", "room", "changerequest"),
        *_view("issue", "entitlement"),
        *_view("offer", "refusal", "interest"),
        "training_courses.view_course",
        "training_courses.view_trade",
        "training_courses.view_occupation",
        "training_certificates.view_certificate",
    ],
    Role.PROVIDER_MANAGER: [
        ADMIN,
        *_all("trainingclass", "trainer", "venue", "room", "changerequest"),
        *_view("accreditation"),
        "change_enrolment",
        *_view("enrolment", "mark", "result", "completion", "orderline", "comment"),
        *_view("waiting", "reserve", "seat"),
        *_view("entitlement"),
        *_view("offer", "refusal"),
        "change_offer",
        "training_certificates.view_certificate",
    ],
    Role.VILLAGE_OFFICER: [],
    Role.TRAINER: [ADMIN],  # to write course pages; their own work is on the phone
    Role.ASSESSOR: [],
    Role.EMPLOYER: [],
}


def group_of(role):
    return Group.objects.get_or_create(name=GROUPS[role])[0]


def ensure_groups(**kwargs):
    """After every migrate: each role's group exists and holds at least its grants.

    A site may add permissions to a group by hand; none is taken away here.
    """
    for label in ("wagtailadmin", "training_courses", "training_certificates", "training"):
        # Django makes permissions after our turn comes, as our apps stand before its own.
        create_permissions(apps.get_app_config(label), verbosity=0)
    wanted = {
        role: {grant if "." in grant else f"training.{grant}" for grant in grants}
        for role, grants in GRANTS.items()
    }
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role, names in wanted.items():
        group = group_of(role)
        group.permissions.add(*(found[name] for name in names if name in found))
