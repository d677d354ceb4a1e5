from datetime import date

from certificates.models import CertificateKind
from demo.sources import facts
from training.completion.actions import KIND
from training.policy.models import Rule
from training.surveys.models import Question

RULED_FROM = date(2020, 1, 1)  # before any class of the demo
TOLD = ("value", "valid_to", "words", "words_en", "source", "source_url")


def load_rules(regions):
    """The numbers the bureau sets, what the survey asks, and the kind of certificate."""
    for row in facts("rules"):
        Rule.objects.get_or_create(
            key=row["key"],
            subject=row.get("subject", ""),
            region=regions[row["region"]] if row["region"] else None,
            valid_from=row.get("valid_from", RULED_FROM),
            defaults={name: row[name] for name in TOLD if name in row},
        )
    for position, row in enumerate(facts("survey"), start=1):
        Question.objects.get_or_create(slug=row["slug"], defaults=row | {"position": position})
    CertificateKind.objects.get_or_create(
        slug=KIND,
        defaults={
            "name": "培训合格证书",
            "name_en": "Certificate of Completion",
            "prefix": "YJ",
            "region_code": "445100",
            "issuer": "潮州市人力资源和社会保障局",
            "wording": (
                "于{period}参加“{course}”[（{level}）]培训，修完规定的全部课程，"
                "共计{hours}学时，经考核合格，特发此证。"
            ),
        },
    )
