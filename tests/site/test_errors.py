from django.test import Client


def test_a_form_of_another_session_is_refused_in_plain_words(db):
    page = Client(enforce_csrf_checks=True).post("/en/sign-out/")

    assert page.status_code == 403
    assert "This page was open too long" in page.text
