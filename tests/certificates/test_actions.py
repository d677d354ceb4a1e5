from datetime import date

import pytest
from django.db import IntegrityError, transaction
from wagtail.log_actions import registry

from certificates.actions import issue, revoke, supersede
from certificates.errors import MissingFact, MissingGlyph, NotInForce, ReasonMissing
from certificates.models import Certificate, Serial
from certificates.printing import printing_waits
from certificates.rendering import pdf
from certificates.states import State
from tests.factories.certificates import FACTS, CertificateKindFactory, issued

pytestmark = pytest.mark.django_db


def test_issue_twice_returns_the_first(admin_user):
    first = issued(by=admin_user)

    assert issued(by=admin_user) == first
    assert Serial.objects.get().last == 1


def test_a_certificate_is_a_copy_that_later_edits_do_not_reach():
    kind = CertificateKindFactory()
    certificate = issued(kind=kind)

    kind.title, kind.wording, kind.issuer = "结业证", "改了", "别的单位"
    kind.save()

    certificate.refresh_from_db()
    assert certificate.face["title"] == "培训合格证书"
    assert certificate.issuer == "潮州市职业技能培训中心"
    assert certificate.facts["starts_on"] == "2026-09-02"


def test_the_same_subject_may_hold_two_kinds():
    other = CertificateKindFactory(slug="attendance", prefix="CX")

    assert issued().number.startswith("YJ-")
    assert issued(kind=other).number.startswith("CX-")


def test_the_caller_may_name_another_region_and_issuer():
    certificate = issued(region_code="445102", issuer="湘桥区技工学校", issuer_key="provider-7")

    assert certificate.number.startswith("YJ-445102-2026-000001-")
    assert list(Certificate.objects.of_issuers(["provider-7"])) == [certificate]
    assert list(Certificate.objects.of_issuers(["provider-8"])) == []


@pytest.mark.parametrize(
    "sign", ["\ue815", "\U00030000", "🎓", "\u0000"], ids=["private", "rare", "emoji", "control"]
)
def test_a_sign_no_face_can_draw_is_refused_and_nothing_is_written(sign):
    with pytest.raises(MissingGlyph) as refused:
        issued(f"李{sign}", subject_key="enrolment-1")

    assert refused.value.characters == [sign]
    assert f"U+{ord(sign):04X}" in refused.value.messages[0]
    assert Certificate.objects.count() == Serial.objects.count() == 0


def test_signs_of_every_text_are_looked_up_not_only_of_the_name():
    with pytest.raises(MissingGlyph):
        issued(facts=FACTS | {"course": "烹饪\ue815"})


def test_a_wording_that_names_a_fact_nobody_brought_is_refused():
    with pytest.raises(MissingFact) as refused:
        issued(facts={"course": "潮州菜烹饪", "hours": 160})

    assert refused.value.names == ["period", "result"]
    assert Serial.objects.count() == 0


def test_a_failed_issue_gives_its_serial_back():
    with transaction.atomic():
        issued()
        transaction.set_rollback(True)

    assert issued("陈婉儿").number.split("-")[3] == "000001"


def test_revoke_keeps_the_number_and_says_why(admin_user):
    certificate = revoke(issued(), " 冒名顶替 ", by=admin_user)

    assert (certificate.state, certificate.reason) == (State.REVOKED, "冒名顶替")
    with pytest.raises(NotInForce):
        revoke(certificate, "再次", by=admin_user)


def test_revoke_wants_a_reason(admin_user):
    with pytest.raises(ReasonMissing):
        revoke(issued(), "  ", by=admin_user)


def test_a_revoked_subject_may_be_certified_anew(admin_user):
    first = revoke(issued(), "成绩有误", by=admin_user)

    assert issued() != first


def test_supersede_corrects_a_name_and_both_rows_say_so(admin_user):
    old = issued("李小雯")

    new = supersede(old, {"hours": 168}, "姓名写错", by=admin_user, holder_name="李晓雯")

    old.refresh_from_db()
    assert (old.state, old.superseded_by, old.holder_name) == (State.SUPERSEDED, new, "李小雯")
    assert (new.state, new.supersedes, new.holder_name) == (State.ISSUED, old, "李晓雯")
    assert (old.facts["hours"], new.facts["hours"]) == (160, 168)
    assert new.token != old.token


def test_what_was_replaced_cannot_be_replaced_again(admin_user):
    old = issued()
    supersede(old, {}, "姓名写错", by=admin_user)

    with pytest.raises(NotInForce):
        supersede(old, {}, "再改一次", by=admin_user)


def test_each_verb_leaves_its_trace_on_each_row(admin_user):
    old = issued(by=admin_user)
    new = supersede(old, {}, "姓名写错", by=admin_user)
    revoke(new, "冒名顶替", by=admin_user)

    assert _messages(old) == [
        "training_certificates.issue",
        "training_certificates.supersede",
    ]
    assert _messages(new) == ["training_certificates.issue", "training_certificates.revoke"]


def _messages(certificate):
    logs = registry.get_logs_for_instance(certificate)
    assert all(entry.message for entry in logs)
    return sorted(entry.action for entry in logs)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": State.REVOKED},
        {"reason": "还在用"},
        {"state": State.REVOKED, "reason": "没有日期"},
    ],
)
def test_the_database_refuses_what_must_never_be(wrong):
    certificate = issued()

    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**wrong)


def test_the_database_refuses_two_in_force_for_one_subject():
    twin = issued()
    twin.pk, twin.number, twin.token = None, "YJ-445100-2026-999999-00", None
    twin.token = Certificate._meta.get_field("token").get_default()

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_paper_is_drawn_after_the_commit(django_capture_on_commit_callbacks, monkeypatch):
    drawn = []
    monkeypatch.setattr(pdf, "render", lambda one: drawn.append(one) or b"%PDF")

    with django_capture_on_commit_callbacks(execute=True):
        certificate = issued()

    assert drawn == [certificate]
    assert bytes(certificate.paper.pdf) == b"%PDF"


def test_a_load_of_thousands_may_leave_the_drawing_for_later(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting, printing_waits():
        certificate = issued()

    assert waiting == []
    assert list(Certificate.objects.unprinted()) == [certificate]


def test_issue_takes_the_year_from_the_day_of_issue():
    certificate = issue(
        CertificateKindFactory(),
        FACTS,
        subject_key="x",
        holder_name="李晓雯",
        holder_masked_id="",
        issued_on=date(2027, 1, 4),
        by=None,
    )

    assert certificate.number == "YJ-445100-2027-000001-" + certificate.number[-2:]
