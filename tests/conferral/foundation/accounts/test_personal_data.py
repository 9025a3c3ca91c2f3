"""What accounts keep of somebody who is forgotten: a row with nobody behind it."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from cast import a_person
from conferral.foundation.accounts.personal_data import erase_own

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    """She is signed in, and there are four ways in for her."""
    ada = a_person("Ada Nkosi")
    EmailAddress.objects.create(user=ada, email="ada@home.test", verified=True)
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "kept"})
    SocialAccount.objects.create(user=ada, provider="university", uid="4711")
    client.force_login(ada)
    key = client.session.session_key
    UserSession.objects.create(user=ada, ip="203.0.113.7", user_agent="Firefox", session_key=key)
    return ada


def test_who_is_forgotten_is_signed_in_nowhere_and_nobody_knows_where_they_were(ada):
    erase_own(ada)
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()


def test_nor_is_there_any_way_in_any_more(ada):
    erase_own(ada)
    assert not any(
        kept.objects.filter(user=ada).exists()
        for kept in (EmailAddress, Authenticator, SocialAccount)
    )
    assert not ada.has_usable_password()
    assert not ada.is_active
