"""Comparing: who gains and who loses when the criterion changes."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.catalog.criteria import Facts, Result, Scored, compare

from .criteria_by_chance import facts, trees

HIGHER, LOWER = Scored("exam", Decimal(70)), Scored("exam", Decimal(50))
PEOPLE = [
    (name, Facts({"exam": Result(score=Decimal(score))}))
    for name, score in (
        ("Ada", 60),
        ("Ben", 80),
        ("Cleo", 20),
    )
]


def test_a_lower_mark_lets_some_in():
    changed = compare(HIGHER, LOWER, PEOPLE)
    assert (changed.gain, changed.lose, changed.same) == (("Ada",), (), ("Ben", "Cleo"))


def test_a_higher_mark_shuts_some_out():
    assert compare(LOWER, HIGHER, PEOPLE).lose == ("Ada",)


@given(trees, trees, st.lists(facts, max_size=4))
def test_who_gains_by_a_change_loses_by_its_opposite(one, other, known):
    people = list(enumerate(known))
    there, back = compare(one, other, people), compare(other, one, people)
    assert (there.gain, there.lose, there.same) == (back.lose, back.gain, back.same)


@given(trees, st.lists(facts, max_size=4))
def test_no_change_changes_nothing(criterion, known):
    assert compare(criterion, criterion, enumerate(known)).same == tuple(range(len(known)))
