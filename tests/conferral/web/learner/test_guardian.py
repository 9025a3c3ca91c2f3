"""Guardians agree by a link that is sent to them, and nobody else does by it."""

from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import a_person, an_organization, dara
from clock import standing_at
from conferral.credentials.verification import consenting, guardians, personal_data, showing
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.consents.actions import Entrusted
from conferral.foundation.consents.models import Consent
from conferral.foundation.consents.standing import agrees
from conferral.foundation.consents.wording import Purpose
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def young(credential):
    return credential.award.enrolment.person


@pytest.fixture
def guardian(young):
    of_age_on = timezone.localdate() + timedelta(days=500)
    to = Entrusted("Ben Nkosi", "father", of_age_on)
    return consenting.entrust(young, to, dara(), an_organization())


def asked(guardian, email="ben@example.test"):
    return guardians.ask(guardian, email, dara(), an_organization())


def link(guardian):
    return reverse("guardian", args=[guardians.token_of(guardian)])


def test_staff_write_to_them_and_the_letter_leads_to_their_page(client, credential, guardian):
    client.force_login(dara())
    enrolment = credential.award.enrolment_id
    address = reverse("learner-guardian-ask", args=[enrolment])
    assert client.post(address, {"email": "Ben@Example.test"}).status_code == 302
    letter = guardians.letters_about(guardian.person).get()
    assert letter.to == "ben@example.test"
    assert urlsplit(guardians.url_of(guardian)).path[:12] in letter.text
    assert "ben@example.test" in client.get(reverse("learner-consents", args=[enrolment])).text
    assert client.post(address, {"email": "ben@localhost"}).status_code == 422


def test_they_agree_and_take_it_back_without_an_account_or_a_cookie(client, credential, guardian):
    page = client.get(link(guardian))
    assert guardian.person.printed_name in page.text
    assert page["Referrer-Policy"] == "no-referrer"
    answer = client.post(link(guardian), {"purpose": "name", "answer": "yes"})
    assert answer.status_code == 302
    assert not answer.cookies
    credential.refresh_from_db()
    assert showing.mode_of(credential) is NameMode.FULL
    assert Consent.objects.last().guardian == guardian
    assert "You agreed" in client.get(link(guardian)).text
    client.post(link(guardian), {"purpose": "name", "answer": "no"})
    assert not agrees(guardian.person, Purpose.NAME)


def test_their_page_ends_with_the_day_of_the_organization(client, guardian):
    address = link(guardian)
    eve = datetime.combine(guardian.of_age_on - timedelta(days=1), time(21, 30), UTC)
    with standing_at(eve):  # 23:30 in Johannesburg.
        assert client.get(address).status_code == 200
    with standing_at(eve + timedelta(hours=2)):
        assert client.get(address).status_code == 404


def test_they_may_refuse_what_nobody_has_said_yet(client, guardian):
    client.post(link(guardian), {"purpose": "survey", "answer": "no"})
    refused = Consent.objects.last()
    assert (refused.purpose, refused.is_given, refused.guardian) == ("survey", False, guardian)


@pytest.mark.parametrize("purpose", ["profile", "listing", "everything"])
def test_nobody_agrees_to_what_is_for_adults(client, guardian, purpose):
    said = {"purpose": purpose, "answer": "yes"}
    assert client.post(link(guardian), said).status_code == 404


def test_looking_changes_nothing(client, guardian):
    before = Consent.objects.count()
    client.get(f"{link(guardian)}?purpose=name&answer=yes")
    assert Consent.objects.count() == before


def test_who_is_guardian_no_more_says_nothing_by_it(client, young, guardian):
    old = link(guardian)
    client.post(old, {"purpose": "name", "answer": "yes"})
    to = Entrusted("Grace Nkosi", "aunt", guardian.of_age_on)
    consenting.entrust(young, to, dara(), an_organization())
    answer = client.post(old, {"purpose": "name", "answer": "yes"})
    assert answer.status_code == 404
    assert "does not work any more" in answer.text
    assert young.printed_name not in answer.text
    with pytest.raises(Refused):
        asked(guardian)


def test_nobody_is_pestered(guardian, monkeypatch):
    monkeypatch.setattr(guardians, "MOST", 1)
    asked(guardian)
    with pytest.raises(Refused, match="on paper"):
        asked(guardian)


def test_the_address_is_told_on_request_and_forgotten_with_its_letters(guardian):
    asked(guardian)
    asked_for_another = a_person("Femi Nkosi", "femi.nkosi@example.test")
    assert personal_data.export(asked_for_another)["letters to guardians"] == []
    told = personal_data.export(guardian.person)["letters to guardians"]
    assert [each["to"] for each in told] == ["ben@example.test"]
    personal_data.erase(guardian.person, an_organization())
    assert not Message.objects.filter(to="ben@example.test").exists()
