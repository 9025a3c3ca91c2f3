"""One person, several addresses: all that are confirmed mean them, and go with them."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from cast import PASSED, a_person, an_import
from conferral.foundation.accounts import personal_data
from conferral.foundation.accounts.addresses import people_with
from conferral.foundation.accounts.models import Person
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    ada = a_person("Ada Nkosi")
    EmailAddress.objects.create(user=ada, email="ada@home.test", verified=True)
    EmailAddress.objects.create(user=ada, email="typo@home.test", verified=False)
    return ada


def test_an_address_means_a_person_only_when_it_was_confirmed(ada):
    asked = ["ada@example.test", "ada@home.test", "typo@home.test"]
    assert people_with(asked) == {"ada@example.test": ada, "ada@home.test": ada}


def test_a_file_with_another_address_of_hers_makes_no_second_person(ada):
    an_import(("Ada Nkosi", "ada@home.test", PASSED))
    READ_IMPORTS.run()
    assert Enrolment.objects.get().person == ada
    assert not Person.objects.filter(email="ada@home.test").exists()


def test_how_she_signs_in_is_in_her_own_data_without_its_secrets(ada):
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    told = personal_data.export(ada)
    assert [each["email"] for each in told["emails"]] == ["ada@home.test", "typo@home.test"]
    assert [each["type"] for each in told["second_factors"]] == ["totp"]
    assert "JBSWY3DPEHPK3PXP" not in str(told)


def test_forgotten_means_every_address_every_session_and_every_key(ada):
    TOTP.activate(ada, "JBSWY3DPEHPK3PXP")
    browser = Client()
    browser.force_login(ada)
    UserSession.objects.create(user=ada, session_key=browser.session.session_key, ip="192.0.2.1")
    personal_data.erase_own(ada)
    assert not EmailAddress.objects.filter(user=ada).exists()
    assert not Authenticator.objects.filter(user=ada).exists()
    assert not UserSession.objects.exists()
    assert browser.get(reverse("mfa_index")).status_code == 302
