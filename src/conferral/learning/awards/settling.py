"""What keeps an earned award from being issued, and by when its certificate is promised."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from conferral.foundation.days import day


class WaitsFor(StrEnum):
    """What keeps an earned award from being issued; the first that applies."""

    NOTHING = ""
    HOLD = "hold"
    APPROVAL = "approval"
    MODERATION = "moderation"
    ACCREDITATION = "accreditation"
    RELEASE = "release"


@dataclass(frozen=True)
class Standing:
    """What is known of an award on the day it is looked at. Days are the organization's own."""

    completed_on: date
    approved_on: date | None = None  # None: the version is not approved, or not any more.
    withdrawn_on: date | None = None
    review_due_on: date | None = None  # Of the last review that is still asked for.
    moderation_percent: int | None = None  # None: nobody moderates.
    is_moderated: bool = False
    held_because: str = ""  # What its accreditation lacks; empty: it holds up nothing.
    released_by: str = ""  # A role; empty: it is issued by itself.
    is_released: bool = False
    kept_back_because: str = ""  # In the words of whoever holds it; empty: nobody does.
    is_specimen: bool = False  # It says so in its name, and vouches for nothing.
    promise: timedelta = timedelta(days=14)


@dataclass(frozen=True)
class Settlement:
    """What an award waits for, why in words for staff, and the day of the promise if known."""

    waits_for: WaitsFor
    because: str = ""
    due_on: date | None = None


def settle(standing: Standing) -> Settlement:
    waits_for, because = _obstacle(standing)
    return Settlement(waits_for, because, _due_on(standing))


def _obstacle(standing: Standing) -> tuple[WaitsFor, str]:
    if standing.kept_back_because:
        return WaitsFor.HOLD, standing.kept_back_because
    if standing.is_specimen and not standing.held_because:
        return WaitsFor.NOTHING, ""
    if standing.approved_on is None:
        return WaitsFor.APPROVAL, _unapproved(standing)
    if standing.moderation_percent is not None and not standing.is_moderated:
        share = standing.moderation_percent
        return WaitsFor.MODERATION, f"Moderators look at {share} % of these results first."
    if standing.held_because:
        return WaitsFor.ACCREDITATION, standing.held_because
    if standing.released_by and not standing.is_released:
        return WaitsFor.RELEASE, _unreleased(standing.released_by)
    return WaitsFor.NOTHING, ""


def _unreleased(role: str) -> str:
    article = "An" if role[0] in "aeiou" else "A"
    return f"{article} {role} must release it."


def _unapproved(standing: Standing) -> str:
    if standing.withdrawn_on:
        return f"The approval of the content was withdrawn on {day(standing.withdrawn_on)}."
    return "The content is not approved yet."


def _due_on(standing: Standing) -> date | None:
    """Counted from approval or completion, whichever is later; without either, from the review."""
    approved_on = standing.approved_on or standing.review_due_on
    if approved_on is None:
        return None
    return max(approved_on, standing.completed_on) + standing.promise
