"""The audit trail: one line for each deed, or neither the line nor the deed."""

import pytest
from django.db import transaction

from cast import an_organization, dara
from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.models import Entry
from conferral.foundation.audit.trail import record

pytestmark = pytest.mark.django_db


def test_a_line_says_who_did_what_to_what():
    person, organization = dara(), an_organization()
    record(person, "waved at", organization, organization, times=2)
    line = Entry.objects.latest("pk")
    assert (line.actor, line.deed, line.organization) == (person, "waved at", organization)
    assert line.target == f"accounts.Organization:{organization.pk}"
    assert line.details == {"times": 2}


def test_the_belt_is_nobody():
    organization = an_organization()
    record(None, "issued", organization, organization)
    assert Entry.objects.latest("pk").actor is None


def test_a_deed_that_fails_leaves_no_line():
    organization = an_organization()

    @transaction.atomic
    def fail():
        record(None, "tried", organization, None)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Entry.objects.filter(deed="tried").exists()


def test_whoever_did_something_cannot_be_deleted_from_the_trail():
    person = dara()
    record(person, "waved", person, None)
    with pytest.raises(Exception, match="protected"):
        Person.objects.filter(pk=person.pk).delete()
