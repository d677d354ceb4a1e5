import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from wagtail import hooks

from certificates.actions import revoke
from certificates.models import Certificate, CertificateKind
from certificates.states import State
from tests.factories.certificates import CertificateKindFactory, issued

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    """The package by itself: whatever other packages narrow is not what is tested here."""
    hooks.search_for_hooks()
    for hook in ("certificates_visible_to", "certificates_revocable_by"):
        monkeypatch.setitem(hooks._hooks, hook, [])


@pytest.fixture
def officer(office, django_user_model):
    def sign_in(*codenames):
        user = django_user_model.objects.create_user("officer", password="x")
        user.user_permissions.set(
            Permission.objects.filter(codename__in=["access_admin", *codenames])
        )
        return office(user)

    return sign_in


@pytest.fixture
def narrowed():
    """As `training` does it: this user sees one issuer's certificates only."""

    def narrow(user, queryset):
        return queryset.of_issuers(["mine"])

    with hooks.register_temporarily("certificates_visible_to", narrow):
        yield


def page(name, certificate=None):
    return reverse(f"certificate:{name}", args=[certificate.pk] if certificate else [])


def test_three_rows_cost_no_more_queries_than_one(officer):
    client = officer("view_certificate")
    issued("李一")
    client.get(page("index"))
    with CaptureQueriesContext(connection) as one:
        client.get(page("index"))
    issued("李二")
    issued("李三")

    with CaptureQueriesContext(connection) as three:
        response = client.get(page("index"))

    assertContains(response, "李三")
    assert len(three) == len(one)


@pytest.mark.parametrize("name", ["index", "inspect", "history", "paper", "revoke"])
def test_without_permission_every_door_is_shut(officer, name):
    certificate = issued()
    client = officer()

    response = client.get(page(name, None if name == "index" else certificate))

    assertRedirects(response, reverse("wagtailadmin_home"))


def test_nobody_adds_edits_or_deletes_by_hand(admin_client):
    certificate = issued()

    for path in ("new/", f"edit/{certificate.pk}/", f"delete/{certificate.pk}/"):
        assert admin_client.get(page("index") + path).status_code == 404
    assertNotContains(admin_client.get(page("index")), "new/")


def test_search_finds_a_number_and_a_name(admin_client):
    wanted, _other = issued("李晓雯"), issued("陈婉儿")

    for words in ("晓雯", wanted.number):
        response = admin_client.get(page("index"), {"q": words})
        assertContains(response, "李晓雯")
        assertNotContains(response, "陈婉儿")


@pytest.mark.usefixtures("narrowed")
def test_a_hook_narrows_the_rows_in_every_view(officer):
    mine, other = issued("李晓雯", issuer_key="mine"), issued("陈婉儿", issuer_key="other")
    client = officer("view_certificate", "revoke_certificate")

    listing = client.get(page("index"))

    assertContains(listing, mine.number)
    assertNotContains(listing, other.number)
    assertNotContains(client.get(page("index_results"), {"q": "陈"}), other.number)
    for name in ("inspect", "history", "paper", "revoke"):
        assert client.get(page(name, other)).status_code == 404
    assert client.post(page("revoke", other), {"reason": "试试"}).status_code == 404
    assert Certificate.objects.in_force().count() == 2
    assert client.get(page("inspect", mine)).status_code == 200


def test_an_officer_revokes_with_a_reason(officer):
    certificate = issued()
    client = officer("view_certificate", "revoke_certificate")

    assertContains(client.get(page("inspect", certificate)), page("revoke", certificate))
    assertContains(client.get(page("revoke", certificate)), certificate.number)
    response = client.post(page("revoke", certificate), {"reason": "冒名顶替"})

    assertRedirects(response, page("inspect", certificate))
    certificate.refresh_from_db()
    assert (certificate.state, certificate.reason) == (State.REVOKED, "冒名顶替")
    assertContains(client.get(page("history", certificate)), "冒名顶替")


def test_revoking_wants_a_reason(officer):
    certificate = issued()
    client = officer("view_certificate", "revoke_certificate")

    response = client.post(page("revoke", certificate), {"reason": ""})

    assert response.status_code == 200
    assert Certificate.objects.in_force().exists()


def test_who_may_only_look_may_not_revoke(officer):
    certificate = issued()
    client = officer("view_certificate")

    assertNotContains(client.get(page("inspect", certificate)), page("revoke", certificate))
    client.post(page("revoke", certificate), {"reason": "冒名顶替"})

    assert Certificate.objects.in_force().exists()


def test_what_is_revoked_is_not_offered_to_be_revoked(admin_client):
    certificate = revoke(issued(), "冒名顶替", by=None)

    assertNotContains(admin_client.get(page("inspect", certificate)), page("revoke", certificate))


def test_the_paper_opens_in_the_back_office(officer):
    response = officer("view_certificate").get(page("paper", issued()))

    assert response.content.startswith(b"%PDF-")


def test_a_kind_is_made_without_python(admin_client):
    kind = CertificateKindFactory.build(slug="attendance", prefix="CX")
    form = {field: getattr(kind, field) for field in _kind_fields()}

    admin_client.post(reverse("certificate_kind:add"), form)

    assert CertificateKind.objects.get(slug="attendance").design == "guilloche"


def test_a_design_nobody_drew_is_refused(admin_client):
    kind = CertificateKindFactory.build(slug="attendance", design="baroque")
    form = {field: getattr(kind, field) for field in _kind_fields()}

    response = admin_client.post(reverse("certificate_kind:add"), form)

    assertContains(response, "baroque")
    assert not CertificateKind.objects.exists()


def test_a_specimen_of_a_kind_can_be_seen_and_is_no_certificate(admin_client):
    kind = CertificateKindFactory()

    response = admin_client.get(reverse("certificate_kind:specimen", args=[kind.pk]))

    assert response.content.startswith(b"%PDF-")
    assert Certificate.objects.count() == 0


def _kind_fields():
    return [field.name for field in CertificateKind._meta.concrete_fields if field.name != "id"]


def test_the_page_of_a_certificate_is_for_people(admin_client):
    certificate = issued("李晓雯")

    response = admin_client.get(page("inspect", certificate))

    assert "None" not in response.content.decode().split("<dl>")[1]
    assertContains(response, f"{timezone.localtime(certificate.created_at):%H:%M}")
