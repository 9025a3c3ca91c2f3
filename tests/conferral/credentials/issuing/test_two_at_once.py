"""Two people decide about a key in the same moment: one of them decides, the other is told."""

import pytest

from cast import a_member, an_organization
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.jobs import CHANGE_KEYS
from conferral.credentials.issuing.models import KeyChange, Use
from conferral.credentials.sealing.actions import document_key
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key():
    return document_key(an_organization())


def administrators(*names):
    return [a_member(name, Role.ADMINISTRATOR) for name in names]


def proposed(key, person):
    return keyring.propose_rotation(key.organization, person, "It is time", Use(key.use))


def test_two_confirm_and_one_of_them_has(key):
    kofi, lerato, thabo = administrators("Kofi", "Lerato", "Thabo")
    change = proposed(key, kofi)
    copies = [KeyChange.objects.get(pk=change.pk) for _ in "ab"]  # As two pages have them.
    told = at_once(
        lambda: keyring.confirm(copies[0], lerato), lambda: keyring.confirm(copies[1], thabo)
    )
    assert told == ["", "It is approved already."]
    assert Entry.objects.filter(deed="approved").count() == 1
    CHANGE_KEYS.run()
    assert key.organization.issuer_keys.for_use(Use.DOCUMENTS).count() == 2


def test_one_confirms_while_the_other_withdraws(key):
    kofi, lerato = administrators("Kofi", "Lerato")
    change = proposed(key, kofi)
    copies = [KeyChange.objects.get(pk=change.pk) for _ in "ab"]
    done, refused = at_once(
        lambda: keyring.confirm(copies[0], lerato), lambda: keyring.withdraw(copies[1], kofi)
    )
    assert done == ""
    change.refresh_from_db()
    if change.withdrawn_at:
        assert (refused, change.approved_at) == ("It has been withdrawn.", None)
    else:
        assert refused == "It is confirmed already, and being done."


def test_two_propose_and_there_is_one_proposal(key):
    kofi, lerato = administrators("Kofi", "Lerato")
    told = at_once(lambda: proposed(key, kofi), lambda: proposed(key, lerato))
    assert told == ["", "That has been proposed already; someone else must confirm it."]
    assert KeyChange.objects.count() == 1


def test_two_raise_the_alarm_and_there_is_one(key):
    kofi, lerato = administrators("Kofi", "Lerato")
    done, refused = at_once(
        *(
            lambda person=person: keyring.declare_compromise(key, person, "Stolen")
            for person in (kofi, lerato)
        )
    )
    assert (done, KeyChange.objects.count()) == ("", 1)
    assert "proposed already" in refused


def test_two_workers_carry_it_out_once(key):
    kofi, lerato = administrators("Kofi", "Lerato")
    change = proposed(key, kofi)
    keyring.confirm(change, lerato)
    copies = [KeyChange.objects.get(pk=change.pk) for _ in "ab"]
    assert at_once(*(lambda copy=copy: keyring.carry_out(copy) for copy in copies)) == ["", ""]
    assert key.organization.issuer_keys.for_use(Use.DOCUMENTS).count() == 2
