from datetime import UTC, datetime, timedelta

import pytest

from cast import an_issued_credential, dara
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.reasons import Reason
from conferral.web.verify import pages

NOW = datetime(2026, 6, 14, 9, 30, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def etag(credential, now=NOW):
    return pages.edition(credential.number, now).etag


def test_an_edition_lasts_for_its_minute():
    credential = an_issued_credential()
    assert etag(credential) == etag(credential, NOW + timedelta(seconds=30))
    assert etag(credential) != etag(credential, NOW + timedelta(minutes=1))


def test_a_kept_page_is_not_made_again():
    edition = pages.edition(an_issued_credential().number, NOW)
    made = [edition.page(lambda text=text: text) for text in (b"once", b"twice")]
    assert made == [b"once", b"once"]


@pytest.mark.parametrize(
    "turn",
    [
        lambda credential: issuing.revoke(credential, dara(), "Issued in error"),
        lambda credential: issuing.suspend(credential, dara(), "Under review", Reason.OTHER),
    ],
    ids=["revoked", "suspended"],
)
def test_a_turn_in_its_life_is_another_edition_at_once(turn):
    credential = an_issued_credential()
    before = etag(credential)
    turn(credential)
    assert etag(credential) != before


def test_the_forgotten_and_the_unknown_have_no_edition():
    credential = an_issued_credential()
    credential.erased_at = NOW
    credential.save()
    assert pages.edition(credential.number, NOW) is None
    assert pages.edition("not a number", NOW) is None
