"""Who once hid a name need not hide it again on the next certificate."""

import pytest

from cast import an_issued_credential, dara
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.actions import Change
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.verification.jobs import INHERIT_SHOWINGS
from conferral.credentials.verification.showing import Choice, choice_of, choose
from conferral.foundation.accounts.name_modes import NameMode

pytestmark = pytest.mark.django_db

HIDDEN = Choice(NameMode.WITHHELD)


def replaced(credential):
    return issuing.replace(credential, dara(), Change("Lost", Reason.LOST))


def choice_now(credential):
    return choice_of(Credential.objects.get(pk=credential.pk))


def test_a_choice_goes_on_to_what_takes_its_place_and_further():
    old = an_issued_credential()
    choose(old, HIDDEN, dara())
    for _ in range(2):
        old = replaced(old)
        assert INHERIT_SHOWINGS.waits()
        INHERIT_SHOWINGS.run()
        assert choice_now(old) == HIDDEN
    assert not INHERIT_SHOWINGS.waits()


def test_a_choice_goes_on_to_what_renews_it():
    old, new = an_issued_credential(), an_issued_credential("Ben Dube")
    choose(old, HIDDEN, dara())
    Credential.objects.filter(pk=old.pk).update(renewed_by=new.number)
    INHERIT_SHOWINGS.run()
    assert choice_now(new) == HIDDEN


def test_who_chose_anew_keeps_the_new_choice():
    old = an_issued_credential()
    choose(old, HIDDEN, dara())
    new = replaced(old)
    choose(new, Choice(NameMode.FULL), dara())
    INHERIT_SHOWINGS.run()
    assert choice_now(new) == Choice(NameMode.FULL)


def test_without_a_choice_there_is_nothing_to_inherit():
    replaced(an_issued_credential())
    assert not INHERIT_SHOWINGS.waits()
