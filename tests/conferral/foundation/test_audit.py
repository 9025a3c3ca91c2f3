"""The audit trail: one line for each deed, or neither the line nor the deed."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

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


def test_every_line_holds_the_line_before_it():
    organization = an_organization()
    for deed in ("came", "saw", "went"):
        record(dara(), deed, organization, organization, times=1.5, who=["Zoë", None])
    lines = list(Entry.objects.order_by("pk"))
    assert [line.previous for line in lines] == ["0" * 64, *(line.hash for line in lines[:-1])]
    assert [line.digest for line in lines] == [line.hash for line in lines]


@pytest.mark.parametrize(
    "change",
    [
        {"deed": "waited"},
        {"target": "accounts.Person:2"},
        {"details": {"times": 3}},
        {"at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"actor": None},
        {"organization": None},
        {"previous": "1" * 64},
    ],
)
def test_a_changed_line_does_not_fit_its_hash(change):
    organization = an_organization()
    record(dara(), "waved", organization, organization, times=2)
    line = Entry.objects.latest("pk")
    Entry.objects.filter(pk=line.pk).update(**change)
    line.refresh_from_db()
    assert line.digest != line.hash


def test_two_lines_never_follow_the_same_one():
    organization = an_organization()
    record(None, "came", organization, organization)
    line = Entry.objects.latest("pk")
    line.pk, line.hash = None, "2" * 64
    with pytest.raises(IntegrityError):
        line.save(force_insert=True)
