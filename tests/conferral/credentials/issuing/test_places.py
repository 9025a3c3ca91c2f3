"""Places on status lists: random, never twice, and a new list when one is half full."""

import pytest

from cast import an_organization
from conferral.credentials.issuing import places
from conferral.credentials.issuing.models import StatusList
from credkit.status_list import CAPACITY

pytestmark = pytest.mark.django_db


def test_a_place_is_taken_once():
    organization = an_organization()
    taken = [place for _ in range(20) for _, place in places.take(organization, 10)]
    assert len(set(taken)) == 200
    assert all(0 <= place < CAPACITY for place in taken)


def test_what_is_taken_is_kept():
    organization = an_organization()
    taken = {place for _, place in places.take(organization, 50)}
    kept = StatusList.objects.get(organization=organization)
    bits = {place for place in range(CAPACITY) if bytes(kept.taken)[place // 8] >> place % 8 & 1}
    assert (bits, kept.count) == (taken, 50)


def test_a_list_that_is_half_full_is_closed_and_another_opened(monkeypatch):
    monkeypatch.setattr(places, "_FULL", 7)
    organization = an_organization()
    lists = [listed.pk for listed, _ in places.take(organization, 20)]
    assert [lists.count(pk) for pk in sorted(set(lists))] == [7, 7, 6]


def test_two_organizations_share_no_list():
    other = an_organization("Other", "QT")
    ((one, _),) = places.take(an_organization(), 1)
    ((two, _),) = places.take(other, 1)
    assert (one.pk != two.pk, two.organization) == (True, other)


def test_nobody_needs_a_list_for_nothing():
    assert list(places.take(an_organization(), 0)) == []
    assert not StatusList.objects.exists()
