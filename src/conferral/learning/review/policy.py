"""Whose yes a version needs before it is approved, and who may not give it."""

from collections.abc import Mapping
from dataclasses import dataclass

from conferral.foundation.accounts.roles import Role

ALWAYS = (Role.EXPERT, Role.TRAINER)
ON_WISH = (Role.OFFICER, Role.REVIEWER, Role.MODERATOR)
"""Roles whose yes an organization may want as well."""


def roles_asked(*, needs_accreditation: bool, also: frozenset[Role]) -> tuple[Role, ...]:
    """Every role whose yes is needed, in the order of `Role`."""
    wanted = {*ALWAYS, *also} | ({Role.OFFICER} if needs_accreditation else set())
    return tuple(role for role in Role if role in wanted)


@dataclass(frozen=True)
class Standing:
    """What is known of somebody who wants to decide in one role."""

    holds_role: bool
    is_asked: bool  # By name, as a deputy, or because nobody was named.
    worked_on_it: bool
    decided_as: str = ""  # Another role in which they have decided about this version.
    lapsed: str = ""  # A sentence: which qualification of theirs has run out, and when.


def objection(role: str, standing: Standing) -> str:
    """Why this person may not decide, in words for them; "" when they may."""
    if standing.worked_on_it:
        return "You have worked on this version: somebody else must approve it."
    if not standing.holds_role:
        return f"Only a member with the role {role} can decide this."
    if standing.decided_as:
        return f"You have decided about this version as {standing.decided_as}; nobody does twice."
    if standing.lapsed:
        return f"{standing.lapsed} Renew it, or let somebody else decide."
    if not standing.is_asked:
        return "Somebody else was asked to decide this; they can let you do it in their stead."
    return ""


def without_somebody(candidates: Mapping[Role, frozenset[int]]) -> Role | None:
    """A role that nobody is left for when everybody takes one role only; None: all can be filled.

    `candidates`: the keys of the people who may decide in each role.
    """
    taken: dict[int, Role] = {}
    return next((role for role in candidates if not _seat(role, candidates, taken, set())), None)


def _seat(
    role: Role,
    candidates: Mapping[Role, frozenset[int]],
    taken: dict[int, Role],
    asked: set[int],
) -> bool:
    """Find somebody for the role; whoever is taken may move to another (augmenting paths)."""
    for person in candidates[role] - asked:
        asked.add(person)
        if person not in taken or _seat(taken[person], candidates, taken, asked):
            taken[person] = role
            return True
    return False
