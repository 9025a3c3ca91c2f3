"""Passwords are kept as Argon2id; older ones become it when somebody signs in."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password

from cast import a_person
from conferral import settings as conferral

_PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _as_in_use(settings):
    settings.PASSWORD_HASHERS = conferral.PASSWORD_HASHERS  # Tests take a quicker way.


def test_a_password_is_kept_as_argon2id_with_the_costs_of_rfc_9106():
    assert make_password(_PASSWORD).startswith("argon2$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.django_db
def test_one_from_before_is_kept_anew_when_its_owner_signs_in():
    person = a_person("Ada")
    person.password = PBKDF2PasswordHasher().encode(_PASSWORD, "salt", iterations=1000)
    person.save()
    assert authenticate(email=person.email, password="wrong") is None
    assert authenticate(email=person.email, password=_PASSWORD) == person
    person.refresh_from_db()
    assert person.password.startswith("argon2$argon2id$")
