"""Whose yes is needed, and whose does not count."""

from itertools import combinations, permutations, product

import pytest

from conferral.foundation.accounts.roles import Role
from conferral.learning.review.policy import Standing, objection, roles_asked, without_somebody

_FIT = Standing(holds_role=True, is_asked=True, worked_on_it=False)
_ROLES = (Role.EXPERT, Role.TRAINER, Role.OFFICER)


def test_subject_expert_and_trainer_are_always_asked():
    asked = roles_asked(needs_accreditation=False, also=frozenset())
    assert asked == (Role.EXPERT, Role.TRAINER)


def test_the_accreditation_officer_is_asked_when_the_type_needs_accreditation():
    asked = roles_asked(needs_accreditation=True, also=frozenset())
    assert asked == (Role.EXPERT, Role.TRAINER, Role.OFFICER)


def test_an_organization_may_ask_more_roles_and_each_once():
    also = frozenset({Role.MODERATOR, Role.OFFICER})
    asked = roles_asked(needs_accreditation=True, also=also)
    assert asked == (Role.EXPERT, Role.TRAINER, Role.OFFICER, Role.MODERATOR)


def test_whoever_is_fit_may_decide():
    assert objection(Role.EXPERT, _FIT) == ""


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing(holds_role=True, is_asked=True, worked_on_it=True), "worked on this version"),
        (Standing(holds_role=False, is_asked=True, worked_on_it=False), "the role subject expert"),
        (
            Standing(holds_role=True, is_asked=True, worked_on_it=False, decided_as="trainer"),
            "nobody does twice",
        ),
        (
            Standing(holds_role=True, is_asked=True, worked_on_it=False, lapsed="It lapsed."),
            "It lapsed. Renew it",
        ),
        (Standing(holds_role=True, is_asked=False, worked_on_it=False), "Somebody else was asked"),
    ],
)
def test_each_objection_is_said_in_words(standing, words):
    assert words in objection(Role.EXPERT, standing)


def test_one_person_with_two_roles_leaves_one_of_them_empty():
    both = frozenset({1})
    assert without_somebody({Role.EXPERT: both, Role.TRAINER: both}) == Role.TRAINER


def test_somebody_makes_room_for_who_can_do_nothing_else():
    candidates = {Role.EXPERT: frozenset({1, 2}), Role.TRAINER: frozenset({1})}
    assert without_somebody(candidates) is None


def test_roles_are_filled_exactly_when_some_distribution_fills_them():
    some = [frozenset(each) for size in range(5) for each in combinations(range(4), size)]
    for able in product(some, repeat=3):
        possible = any(
            all(person in those for person, those in zip(chosen, able, strict=True))
            for chosen in permutations(range(4), 3)
        )
        found = without_somebody(dict(zip(_ROLES, able, strict=True)))
        assert (found is None) == possible
