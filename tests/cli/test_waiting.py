"""`conferral waiting`: what waits for what, and a release from the command line."""

import pytest

from cast import a_course, a_draft, a_member, dara
from conferral.foundation.accounts.roles import Role
from conferral.learning.awards.jobs import SETTLE_CHANGED
from conferral.learning.awards.models import Award
from waiting import a_released_type, settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    """Two for approval, both late; one for a release."""
    a_member("Kofi", Role.ADMINISTRATOR)
    settled(a_draft("draft"), 2, days_ago=20)
    return settled(a_course(certificate_type=a_released_type()))[0]


def test_the_list_says_who_waits_for_what(typed, waiting):
    rows = typed("waiting", "list", "--json").json
    assert sorted(row["waitsFor"] for row in rows) == ["approval", "approval", "release"]
    assert {row["learner"] for row in rows} >= {waiting.enrolment.person.email}
    assert len(typed("waiting", "list").out.splitlines()) == 3


@pytest.mark.parametrize(
    ("asked", "count"),
    [(["--for", "release"], 1), (["--late"], 2), (["--course", "draft"], 2), ([], 3)],
)
def test_the_list_is_as_long_as_asked(typed, waiting, asked, count):
    assert len(typed("waiting", "list", "--json", *asked).json) == count


def test_an_unknown_reason_is_named(typed, waiting):
    ended = typed("waiting", "list", "--for", "godot")
    assert (ended.code, "godot" in ended.err) == (1, True)


def test_a_release_is_tried_before_it_is_done(typed, waiting):
    assert "1 would be released by Kofi" in typed("waiting", "release", "--dry-run").out
    assert not Award.objects.exclude(released_at=None).exists()
    assert "1 released" in typed("waiting", "release").out
    assert Award.objects.exclude(released_at=None).get() == waiting


def test_a_release_for_one_learner_leaves_the_others(typed, waiting):
    other = settled(a_course("fire", certificate_type=a_released_type()))[0]
    typed("waiting", "release", "--learner", other.enrolment.person.email)
    assert Award.objects.exclude(released_at=None).get() == other


def test_who_may_not_release_is_told_who_may(typed, waiting):
    emil = a_member("Emil", Role.AUDITOR)
    ended = typed("waiting", "release", "--as", emil.email)
    assert (ended.code, "Only somebody who is registrar" in ended.err) == (1, True)
    assert typed("waiting", "release", "--as", dara().email).code == 0


def test_everything_is_looked_at_again_on_request(typed, waiting):
    assert not SETTLE_CHANGED.waits()
    assert "3 are looked at again" in typed("waiting", "look-again").out
    assert SETTLE_CHANGED.waits()


def test_the_promise_is_told_in_numbers(typed, waiting):
    assert "Nothing was issued" in typed("waiting", "promise").out
    told = typed("waiting", "promise", "--json").json
    assert (told["promisedDays"], told["issued"], told["percent"]) == (14, 0, None)
