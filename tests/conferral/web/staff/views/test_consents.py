"""Registrars write down what they have on paper, and who consents for somebody under age."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import a_course, an_issued_credential, an_organization, dara
from conferral.credentials.verification import guardians
from conferral.credentials.verification.consenting import entrust
from conferral.credentials.verification.models import Profile
from conferral.foundation.consents.actions import Entrusted
from conferral.foundation.consents.models import Consent, Guardian
from conferral.learning.progress.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential():
    return an_issued_credential()


@pytest.fixture
def registrar(client):
    client.force_login(dara())
    return client


def address(credential, name="learner-consents"):
    return reverse(name, args=[credential.award.enrolment_id])


def write_down(client, credential, **said):
    told = {"purpose": "profile", "answer": "yes", "way": "on paper"} | said
    return client.post(address(credential, "learner-said"), told)


def test_what_is_on_paper_has_the_same_effect(registrar, credential):
    assert write_down(registrar, credential).status_code == 302
    assert Profile.objects.exists()
    assert "on paper" in registrar.get(address(credential)).text
    write_down(registrar, credential, answer="no")
    assert not Profile.objects.exists()
    assert write_down(registrar, credential, way="").status_code == 422


def test_nobody_agrees_for_whom_another_organization_teaches(registrar, credential):
    other = a_course(organization=an_organization("Kasi", "KA"))
    Enrolment.objects.create(person=credential.award.enrolment.person, version=other)
    answer = write_down(registrar, credential)
    assert answer.status_code == 422
    assert "for which you do not speak" in answer.text
    assert not Consent.objects.exists()
    assert write_down(registrar, credential, answer="no").status_code == 302


def test_a_letter_to_a_guardian_is_seen_by_who_had_it_sent(registrar, credential):
    person, day = credential.award.enrolment.person, timezone.localdate() + timedelta(days=500)
    kasi = an_organization("Kasi", "KA")
    named = entrust(person, Entrusted("Ben Nkosi", "father", day), dara(), kasi)
    for house, email in ((kasi, "ben@kasi.test"), (an_organization(), "ben@saypro.test")):
        guardians.ask(named, email, dara(), house)
    html = registrar.get(address(credential)).text
    assert "ben@saypro.test" in html
    assert "ben@kasi.test" not in html


def test_a_guardian_agrees_to_what_may_be_agreed_to(registrar, credential):
    day = timezone.localdate() + timedelta(days=500)
    said = {"name": "Ben Nkosi", "relation": "father", "of_age_on": day.isoformat()}
    assert registrar.post(address(credential, "learner-guardian"), said).status_code == 302
    assert "Ben Nkosi" in registrar.get(address(credential)).text
    assert "Nobody under age" in write_down(registrar, credential).text
    assert write_down(registrar, credential, purpose="name").status_code == 302
    assert Consent.objects.last().guardian == Guardian.objects.get()


def test_whoever_is_of_age_needs_no_guardian(registrar, credential):
    said = {"name": "Ben Nkosi", "of_age_on": timezone.localdate().isoformat()}
    answer = registrar.post(address(credential, "learner-guardian"), said)
    assert answer.status_code == 422
    assert "By then they are of age" in answer.text


def test_a_minors_name_is_not_shown_by_another_way(registrar, credential):
    day = timezone.localdate() + timedelta(days=500)
    said = {"name": "Ben Nkosi", "of_age_on": day.isoformat()}
    registrar.post(address(credential, "learner-guardian"), said)
    shown = {"name_mode": "full"}
    answer = registrar.post(reverse("showing", args=[credential.number]), shown)
    assert answer["Location"] == address(credential)
