"""What is known of a status without asking has an age, and after a day is no yes any more."""

from datetime import UTC, datetime, timedelta

import pytest

from credkit.verify import Check, CheckCode, Outcome, Status, Verdict
from credkit.verify.known import FRESH, as_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FORM = Check(CheckCode.FORM, Outcome.PASSED)
STANDS = Verdict.of([FORM, Check(CheckCode.STATUS, Outcome.PASSED)])
REVOKED = Verdict.of(
    [FORM, Check(CheckCode.STATUS, Outcome.FAILED, "revocation", Status.REVOKED)],
)


@pytest.mark.parametrize("age", [timedelta(0), FRESH, -timedelta(minutes=1)])
def test_what_is_known_since_a_day_at_most_counts_and_says_since_when(age):
    verdict = as_of(STANDS, NOW - age, NOW)
    assert verdict.status is Status.VALID
    assert "known as of 2026-11-2" in verdict.checks[1].detail


@pytest.mark.parametrize("age", [FRESH + timedelta(seconds=1), timedelta(days=9), -FRESH])
def test_what_is_older_or_of_the_future_is_not_known(age):
    assert as_of(STANDS, NOW - age, NOW).status is Status.STATUS_UNKNOWN


def test_what_nobody_has_dated_is_not_known():
    assert as_of(STANDS, None, NOW).status is Status.STATUS_UNKNOWN


def test_what_was_revoked_once_is_revoked_however_long_ago():
    verdict = as_of(REVOKED, NOW - timedelta(days=999), NOW)
    assert verdict.status is Status.REVOKED
    assert verdict.checks[1].detail == "revocation known as of 2024-02-27T12:00:00Z"


def test_other_questions_have_no_age():
    assert as_of(STANDS, None, NOW).checks[0] == FORM
