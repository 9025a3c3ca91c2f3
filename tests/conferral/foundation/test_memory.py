"""Rows that know each other are long in going; a worker lets go of them by the thousand."""

import weakref

import pytest

from cast import an_organization
from conferral.foundation import memory
from conferral.foundation.belt import advance, advance_each
from conferral.foundation.mail.models import Message


class Couple:
    """Two that know each other, as a certificate and its letter do."""

    def __init__(self) -> None:
        self.other = self.__class__.__new__(self.__class__)
        self.other.other = self


@pytest.fixture
def nearly_a_thousand():
    """So many rows have gone by."""
    memory.let_go(1000)
    memory.let_go(999)


def test_what_knows_itself_stays_until_a_thousand_rows_have_gone_by(nearly_a_thousand):
    gone = weakref.ref(Couple())
    assert gone() is not None
    memory.let_go(1)
    assert gone() is None


@pytest.mark.django_db
@pytest.mark.parametrize("move", [advance, advance_each])
def test_the_belt_lets_go_of_what_it_has_moved(move, nearly_a_thousand):
    Message.objects.create(
        organization=an_organization(), key="row", to="a@example.test", subject="-"
    )
    gone = []
    move(Message.objects.due(), lambda _: gone.append(weakref.ref(Couple())))
    assert [each() for each in gone] == [None]
