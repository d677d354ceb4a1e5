import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from certificates.actions import revoke, supersede
from tests.factories.certificates import issued

pytestmark = pytest.mark.django_db
UNKNOWN = "YJ-445100-2026-000123-37"


@pytest.fixture(autouse=True)
def _in_english(client):
    cache.clear()
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def result(client, number):
    return client.get(f"/en/verify/{number}/")


def test_a_typed_number_leads_to_its_page(client):
    certificate = issued()

    response = client.get("/en/verify/", {"number": certificate.number.lower().replace("-", " ")})

    assertRedirects(response, f"/en/verify/{certificate.number}/")


def test_the_form_is_shown_before_anything_was_typed(client):
    response = client.get("/en/verify/")

    assertContains(response, "Verify a certificate")
    assertNotContains(response, "mistyped")


def test_a_mistyped_number_is_said_to_be_mistyped(client):
    response = client.get("/en/verify/", {"number": UNKNOWN[:-1] + "8"})

    assertContains(response, "a sign was mistyped or left out")
    assertContains(result(client, UNKNOWN[:-1] + "8"), "mistyped", status_code=404)


def test_a_number_nobody_issued_is_said_to_be_unknown(client):
    assertContains(result(client, UNKNOWN), "No certificate has this number", status_code=404)


def test_a_valid_certificate_shows_its_facts_and_only_part_of_the_name(client):
    certificate = issued("李晓雯")

    response = result(client, certificate.number)

    assertContains(response, "genuine and in force")
    for fact in ("李＊＊", "Chaozhou cuisine", "160", certificate.issuer, "testserver"):
        assertContains(response, fact)
    assertNotContains(response, "李晓雯")
    assertNotContains(response, "2841")
    assertNotContains(response, str(certificate.token))


def test_a_name_with_a_dot_shows_its_first_sign_only(client):
    response = result(client, issued("阿依古丽·买买提").number)

    assertContains(response, "阿＊")
    assertNotContains(response, "买")


def test_a_revoked_certificate_says_so_and_why(client):
    certificate = revoke(issued(), "冒名顶替", by=None)

    response = result(client, certificate.number)

    assertContains(response, "This certificate was revoked")
    assertContains(response, "冒名顶替")
    assertNotContains(response, "genuine and in force")


def test_a_replaced_certificate_leads_to_its_successor(client):
    old = issued("李小雯")
    new = supersede(old, {}, "姓名写错", by=None, holder_name="李晓雯")

    response = result(client, old.number)

    assertContains(response, "This certificate was replaced")
    assertContains(response, f"/en/verify/{new.number}/")


def test_one_look_up_is_one_query(client):
    old = issued("李小雯")
    supersede(old, {}, "姓名写错", by=None, holder_name="李晓雯")

    with CaptureQueriesContext(connection) as queries:
        result(client, old.number)

    # The site's own header and footer may ask for what is theirs.
    ours = [query for query in queries if "training_certificates" in query["sql"]]
    assert len(ours) == 1


def test_guessing_numbers_is_slowed_down_by_visitor(client, settings):
    settings.CERTIFICATES = {"VERIFY_PER_MINUTE": 2, "TRUSTED_PROXIES": 1}
    number = issued().number

    def look_up(forwarded):
        return client.get(f"/en/verify/{number}/", headers={"X-Forwarded-For": forwarded})

    # What a client writes itself stands to the left of what our proxy saw.
    seen = [look_up(f"{forged}, 10.0.0.9").status_code for forged in ("a", "b", "c")]

    assert seen == [200, 200, 429]
    assert look_up("10.0.0.10").status_code == 200


@pytest.mark.parametrize("path", ["/en/verify/", f"/en/verify/{UNKNOWN}/"])
def test_search_engines_and_caches_keep_nothing(client, path):
    response = client.get(path)

    assert response["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in response["Cache-Control"]


def test_the_holder_of_the_link_fetches_the_same_paper_each_time(client):
    certificate = issued()
    url = reverse("training_certificates:download", args=[certificate.token])

    first, again = client.get(url), client.get(url)

    assert first["Content-Type"] == "application/pdf"
    assert certificate.number in first["Content-Disposition"]
    assert first.content.startswith(b"%PDF-")
    assert first.content == again.content
    assert first["X-Robots-Tag"].startswith("noindex")


def test_a_guessed_link_finds_nothing(client):
    url = reverse("training_certificates:download", args=[uuid.uuid4()])

    assert client.get(url).status_code == 404


def test_a_revoked_paper_is_gone(client):
    certificate = revoke(issued(), "冒名顶替", by=None)
    url = reverse("training_certificates:download", args=[certificate.token])

    assert client.get(url).status_code == 410
