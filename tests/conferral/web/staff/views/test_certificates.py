"""Finding certificates, and taking one back."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cast import a_course, an_issued_credential, dara, emil, publish
from conferral.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db
REASON = "issued-in-error"


def listed(browser, **asked):
    page = browser.get(reverse("certificates"), asked).context["rows"]
    return {credential.number for credential, _ in page}


@pytest.fixture
def adas():
    return an_issued_credential("Ada Nkosi", a_course())


@pytest.fixture
def zoes(adas):
    other = a_course("mel", title="Monitoring", validity_months=1)
    return an_issued_credential("Zoë Müller", other, days_ago=90)


def test_one_finds_by_name_number_course_and_state(registrar, adas, zoes):
    assert listed(registrar) == {adas.number, zoes.number}
    assert listed(registrar, q="müller") == {zoes.number}
    assert listed(registrar, q=adas.number.lower().replace("-", " ")) == {adas.number}
    assert listed(registrar, q="monitoring") == {zoes.number}
    assert listed(registrar, course="first-aid") == {adas.number}
    assert listed(registrar, state="expired") == {zoes.number}
    assert listed(registrar, state="valid") == {adas.number}
    assert listed(registrar, state="revoked") == set()
    assert listed(registrar, state="specimen") == set()
    assert listed(registrar, q="nobody") == set()


def test_a_specimen_is_never_listed_as_valid(registrar, adas):
    adas.is_specimen = True
    adas.save()
    assert listed(registrar, state="specimen") == {adas.number}
    assert listed(registrar, state="valid") == set()
    assert "Specimen</span>" in registrar.get(reverse("certificates")).content.decode()


def test_the_spreadsheet_has_what_the_list_has(registrar, adas, zoes):
    answer = registrar.get(reverse("certificates-csv"), {"state": "expired"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(f"{zoes.number},Zoë Müller,Monitoring,")


def test_days_in_a_spreadsheet_are_those_of_the_organization(registrar, adas):
    adas.issued_at = datetime(2026, 6, 14, 23, 30, tzinfo=UTC)
    adas.save()
    answer = registrar.get(reverse("certificates-csv"))
    assert ",2026-06-15,," in b"".join(answer.streaming_content).decode()


def revoke(browser, credential, **said):
    sent = {"reason": REASON, "wording": "", "typed": credential.number} | said
    return browser.post(reverse("revoke", args=[credential.number]), sent)


def test_revoking_needs_a_reason_and_the_number(registrar, adas):
    assert revoke(registrar, adas, reason="").status_code == 422
    assert revoke(registrar, adas, typed="").status_code == 422
    adas.refresh_from_db()
    assert adas.revoked_at is None


def test_the_number_of_another_certificate_revokes_neither(registrar, adas, zoes):
    answer = revoke(registrar, adas, typed=zoes.number)
    assert answer.status_code == 422
    assert "another number" in answer.content.decode()
    adas.refresh_from_db()
    assert adas.revoked_at is None


def test_a_revoked_certificate_says_by_whom_and_why(registrar, adas):
    answer = revoke(registrar, adas, typed=adas.number.lower(), wording="The exam was another’s")
    assert answer.status_code == 302
    adas.refresh_from_db()
    assert adas.revoked_because == "Issued in error: The exam was another’s"
    assert Entry.objects.filter(deed="revoked", actor=dara()).exists()


def test_it_cannot_be_revoked_twice(registrar, adas):
    revoke(registrar, adas)
    assert "has been revoked already" in revoke(registrar, adas).content.decode()


def test_who_may_not_revoke_sees_no_form(client, adas):
    from_emil = reverse("staff-certificate", args=[adas.number])

    client.force_login(emil())
    assert "Revoke this certificate" not in client.get(from_emil).content.decode()


def test_long_lists_come_in_pages(registrar, adas, zoes, monkeypatch):
    monkeypatch.setattr("conferral.web.shared.paging.page_of.__defaults__", (1,))
    answer = registrar.get(reverse("certificates"), {"state": ""})
    assert "Page 1 of 2" in answer.content.decode()
    assert "page=2" in answer.content.decode()


def suspend(browser, credential, **said):
    sent = {"suspend-reason": "under-review", "suspend-wording": ""} | said
    return browser.post(reverse("suspend", args=[credential.number]), sent)


def reinstate(browser, credential, **said):
    sent = {"reinstate-reason": "review-ended", "reinstate-wording": ""} | said
    return browser.post(reverse("reinstate", args=[credential.number]), sent)


def test_a_certificate_is_suspended_and_reinstated(registrar, adas):
    assert suspend(registrar, adas, **{"suspend-wording": "Two exams"}).status_code == 302
    adas.refresh_from_db()
    assert adas.suspended_because == "The results are being reviewed: Two exams"
    assert listed(registrar, state="suspended") == {adas.number}
    assert listed(registrar, state="valid") == set()
    reinstate(registrar, adas)
    adas.refresh_from_db()
    assert (adas.suspended_at, adas.suspended_because) == (None, "")
    assert listed(registrar, state="suspended") == set()


def test_suspending_needs_a_reason(registrar, adas):
    assert suspend(registrar, adas, **{"suspend-reason": ""}).status_code == 422
    adas.refresh_from_db()
    assert adas.suspended_at is None


def test_a_certificate_tells_staff_of_its_events_in_the_public_log(registrar, adas):
    suspend(registrar, adas)
    publish()
    shown = registrar.get(reverse("staff-certificate", args=[adas.number])).content.decode()
    assert "entry 2" in shown  # After the issuer's key and the credential.


def test_what_is_not_suspended_cannot_be_reinstated(registrar, adas):
    assert "not suspended" in reinstate(registrar, adas).content.decode()


def test_the_trail_says_where_the_public_log_has_it(registrar, adas):
    suspend(registrar, adas)
    assert "not yet" in registrar.get(reverse("activity")).content.decode()
    publish()
    assert "entry 2" in registrar.get(reverse("activity")).content.decode()


def test_those_that_are_ticked_are_taken_along(registrar):
    one, other, _ = (an_issued_credential(name, a_course()) for name in ("Ada", "Ben", "Cyn"))
    ticked = {"number": [one.number, other.number]}
    lines = registrar.get(reverse("certificates-csv"), ticked).getvalue().decode().splitlines()
    assert len(lines) == 3
    form = registrar.get(reverse("recall-new"), ticked).content.decode()
    assert f"{one.number}\n{other.number}</textarea>" in form
