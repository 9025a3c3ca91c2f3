"""Who may not moderate a round, and why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """What is known of somebody who wants to moderate."""

    has_right: bool
    teaches_it: bool = False  # Or assesses it.
    worked_on_it: bool = False
    reviewed_it: bool = False
    is_moderated: bool = False  # One of the results is their own.
    has_other_stage: bool = False
    lapsed: str = ""  # A sentence: which qualification of theirs has run out, and when.


def objection(standing: Standing) -> str:
    """In words for everybody; "" when they may."""
    if not standing.has_right:
        return "Only a moderator can do this."
    if standing.teaches_it:
        return "Whoever teaches or assesses this version cannot moderate it."
    if standing.worked_on_it:
        return "Whoever has worked on this version cannot moderate it."
    if standing.reviewed_it:
        return "Whoever has decided about the content of this version cannot moderate it."
    if standing.is_moderated:
        return "Nobody moderates their own result."
    if standing.has_other_stage:
        return "The internal and the external moderator are two people."
    return standing.lapsed
