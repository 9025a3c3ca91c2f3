"""Registrars write down what they have on paper, and who consents for somebody under age."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import an_issued_credential, dara
from conferral.credentials.verification.models import Profile
from conferral.foundation.consents.models import Consent, Guardian

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
