"""The address of a learner's own progress: signed, so that nobody guesses it, and not for ever.

It names the letter that it stands in: an address that somebody gave up leads to nothing of theirs.
"""

from datetime import timedelta

from django.conf import settings

from conferral.foundation import letter_links
from conferral.learning.progress.models import Enrolment

LASTS = timedelta(days=180)
_SALT = "conferral.learner.progress"


def progress_url(enrolment: Enrolment, letter: str) -> str:
    """`letter`: the key of the one in which it will stand."""
    return f"{settings.SITE_URL}/progress/{token_of(enrolment, letter)}"


def token_of(enrolment: Enrolment, letter: str = "") -> str:
    return letter_links.signed(enrolment.pk, letter, _SALT)


def named(token: str) -> letter_links.Named[int]:
    """By the key of the enrolment. Raises as `letter_links.named`."""
    return letter_links.named(token, int, _SALT, LASTS)
