"""A second factor is taken away by two administrators, and its owner learns of it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore

from cast import a_member, an_organization, dara
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused, RefusedPart
from conferral.foundation.staff import lost_factors, personal_data
from conferral.foundation.staff.models import LostFactor

pytestmark = pytest.mark.django_db


@pytest.fixture
def kofi():
    return a_member("Kofi", Role.ADMINISTRATOR)


@pytest.fixture
def kagiso():
    return a_member("Kagiso", Role.ADMINISTRATOR)


@pytest.fixture
def hers():
    """Dara's app and recovery codes, and a browser in which she is signed in."""
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=dara(), type=kind, data={})
    store = SessionStore()
    store.create()
    UserSession.objects.create(
        user=dara(), session_key=store.session_key, ip="127.0.0.1", user_agent="Firefox"
    )
    return Authenticator.objects.filter(user=dara())


def reported(by, because="She called me from her own number."):
    return lost_factors.report(an_organization(), by, dara(), because)


def test_one_says_so_and_another_takes_it_away(kofi, kagiso, hers):
    lost = reported(kofi)
    assert hers.count() == 2
    lost_factors.confirm(lost, kagiso)
    assert not hers.exists()
    assert not UserSession.objects.filter(user=dara()).exists()
    (letter,) = Message.objects.filter(to=dara().email)
    assert "was taken away" in letter.subject
    assert Entry.objects.filter(deed="approved", details__because=lost.because).exists()


def test_who_says_so_does_not_take_it_away(kofi, hers):
    with pytest.raises(Refused, match="Someone else"):
        lost_factors.confirm(reported(kofi), kofi)
    assert hers.exists()


def test_nobody_takes_away_their_own(kofi, hers):
    lost = reported(kofi)
    with pytest.raises(Refused, match="their own"):
        lost_factors.confirm(lost, dara())
    with pytest.raises(Refused, match="their own"):
        lost_factors.report(an_organization(), dara(), dara(), "I have lost it.")


def test_without_a_reason_or_a_factor_there_is_nothing_to_say(kofi, hers):
    with pytest.raises(RefusedPart, match="how you know"):
        reported(kofi, " ")
    hers.delete()
    with pytest.raises(Refused, match="has no second factor"):
        reported(kofi)


def test_it_is_said_once_and_can_be_taken_back(kofi, kagiso, hers):
    lost = reported(kofi)
    with pytest.raises(Refused, match="already"):
        reported(kagiso)
    lost_factors.withdraw(lost, kagiso)
    with pytest.raises(Refused, match="decided"):
        lost_factors.confirm(lost, kagiso)
    assert hers.count() == 2
    assert reported(kagiso).pk != lost.pk


def test_who_is_on_another_staff_too_is_left_to_whoever_runs_the_machine(kofi, hers):
    a_member("Dara", Role.AUDITOR, an_organization("Other", "0T"))
    with pytest.raises(Refused, match="conferral people lost-factor"):
        reported(kofi)
    lost_factors.take(an_organization(), None, dara(), "She stood before me.")
    assert not hers.exists()


def test_who_has_left_the_staff_keeps_theirs(kofi, kagiso, hers):
    lost = reported(kofi)
    lost.person.memberships.all().delete()
    with pytest.raises(Refused, match="is no member"):
        lost_factors.confirm(lost, kagiso)
    assert hers.exists()


def test_the_reason_goes_with_the_person(kofi, hers):
    reported(kofi)
    assert personal_data.export(dara())["lost_second_factors"][0]["because"]
    personal_data.erase(dara(), an_organization())
    assert LostFactor.objects.get().because == ""
