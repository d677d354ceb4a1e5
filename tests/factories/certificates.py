from datetime import date

import factory

from certificates.actions import issue
from certificates.models import CertificateKind

FACTS = {
    "course": "潮州菜烹饪",
    "course_en": "Chaozhou cuisine",
    "level": "五级/初级工",
    "level_en": "Level 5",
    "class_number": "2026-XQ-012",
    "hours": 160,
    "starts_on": date(2026, 9, 2),
    "ends_on": date(2026, 10, 20),
    "result": "合格",
}


class CertificateKindFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CertificateKind
        django_get_or_create = ["slug"]

    slug = "completion"
    name = "培训合格证书"
    name_en = "Certificate of completion"
    prefix = "YJ"
    region_code = "445100"
    issuer = "潮州市职业技能培训中心"


def issued(holder_name="李晓雯", *, kind=None, subject_key=None, by=None, **others):
    """A certificate that came into being the only way one can."""
    return issue(
        kind or CertificateKindFactory(),
        others.pop("facts", FACTS),
        subject_key=subject_key or f"enrolment-{holder_name}",
        holder_name=holder_name,
        holder_masked_id=others.pop("holder_masked_id", "445102********2841"),
        issued_on=others.pop("issued_on", date(2026, 11, 22)),
        by=by,
        **others,
    )
