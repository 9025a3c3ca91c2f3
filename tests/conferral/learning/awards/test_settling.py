"""What an award waits for is the first thing that applies; the promise counts from the later."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.foundation.accounts.roles import Role
from conferral.learning.awards.settling import Standing, WaitsFor, settle

COMPLETED = date(2026, 6, 1)
APPROVED = date(2026, 6, 5)

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
standings = st.builds(
    Standing,
    completed_on=days,
    approved_on=st.none() | days,
    withdrawn_on=st.none() | days,
    review_due_on=st.none() | days,
    moderation_percent=st.none() | st.integers(1, 100),
    is_moderated=st.booleans(),
    held_because=st.sampled_from(["", "NBVA/2024/00317 ended on 30 June 2026."]),
    released_by=st.sampled_from(["", "registrar"]),
    is_released=st.booleans(),
)


@pytest.mark.parametrize(
    ("standing", "waits_for", "because"),
    [
        (Standing(COMPLETED, APPROVED), WaitsFor.NOTHING, ""),
        (Standing(COMPLETED), WaitsFor.APPROVAL, "The content is not approved yet."),
        (
            Standing(COMPLETED, withdrawn_on=date(2026, 7, 9)),
            WaitsFor.APPROVAL,
            "The approval of the content was withdrawn on 9 July 2026.",
        ),
        (
            Standing(COMPLETED, APPROVED, moderation_percent=25),
            WaitsFor.MODERATION,
            "Moderators look at 25 % of these results first.",
        ),
        (
            Standing(COMPLETED, APPROVED, moderation_percent=25, is_moderated=True),
            WaitsFor.NOTHING,
            "",
        ),
        (
            Standing(COMPLETED, APPROVED, held_because="N ended."),
            WaitsFor.ACCREDITATION,
            "N ended.",
        ),
        (
            Standing(COMPLETED, APPROVED, released_by="registrar"),
            WaitsFor.RELEASE,
            "A registrar must release it.",
        ),
        (Standing(COMPLETED, APPROVED, released_by="x", is_released=True), WaitsFor.NOTHING, ""),
    ],
)
def test_every_reason_has_its_words(standing, waits_for, because):
    found = settle(standing)
    assert (found.waits_for, found.because) == (waits_for, because)


@pytest.mark.parametrize("role", Role)
def test_every_role_is_named_as_people_say_it(role):
    words = settle(Standing(COMPLETED, APPROVED, released_by=role)).because
    vowel = {Role.ADMINISTRATOR, Role.AUTHOR, Role.OFFICER, Role.AUDITOR}
    assert words == f"{'An' if role in vowel else 'A'} {role} must release it."


def test_the_first_reason_goes_before_the_others():
    everything = Standing(
        COMPLETED, moderation_percent=25, held_because="N ended.", released_by="registrar"
    )
    assert settle(everything).waits_for is WaitsFor.APPROVAL


def test_the_promise_counts_from_the_later_of_approval_and_completion():
    assert settle(Standing(COMPLETED, APPROVED)).due_on == date(2026, 6, 19)
    assert settle(Standing(date(2026, 6, 9), APPROVED)).due_on == date(2026, 6, 23)


def test_while_it_is_reviewed_the_promise_counts_from_the_end_of_the_review():
    reviewed = Standing(COMPLETED, review_due_on=date(2026, 11, 21))
    assert settle(reviewed).due_on == date(2026, 12, 5)


def test_while_nobody_reviews_it_the_day_is_not_known():
    assert settle(Standing(COMPLETED)).due_on is None


@given(standings)
def test_whatever_waits_says_why_and_whatever_is_free_does_not(standing):
    found = settle(standing)
    assert bool(found.because) == (found.waits_for is not WaitsFor.NOTHING)


@given(standings)
def test_nothing_goes_that_is_unapproved_unmoderated_held_or_unreleased(standing):
    is_free = (
        standing.approved_on is not None
        and (standing.moderation_percent is None or standing.is_moderated)
        and not standing.held_because
        and (not standing.released_by or standing.is_released)
    )
    assert (settle(standing).waits_for is WaitsFor.NOTHING) == is_free


@given(standings, st.integers(0, 365))
def test_no_promise_ends_before_the_days_that_it_gives(standing, length):
    due_on = settle(replace(standing, promise=timedelta(days=length))).due_on
    assert due_on is None or due_on >= standing.completed_on + timedelta(days=length)
