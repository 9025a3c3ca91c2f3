"""The address of a learner's own progress: signed, so that nobody guesses it, and not for ever.

It names the letter that it stands in: an address that somebody gave up leads to nothing of theirs.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing

from conferral.learning.progress.models import Enrolment

LASTS = timedelta(days=180)
_SALT = "conferral.learner.progress"


@dataclass(frozen=True)
class Named:
    """What a link names: the key of an enrolment, and that of the letter in which it was sent.

    `letter`: "" of links that are older than that.
    """

    enrolment: int
    letter: str = ""


def progress_url(enrolment: Enrolment, letter: str) -> str:
    """`letter`: the key of the one in which it will stand."""
    return f"{settings.SITE_URL}/progress/{token_of(enrolment, letter)}"


def token_of(enrolment: Enrolment, letter: str = "") -> str:
    """Letters, digits, "_", "-" and ":"."""
    return signing.dumps([enrolment.pk, letter] if letter else enrolment.pk, salt=_SALT)


def named(token: str) -> Named:
    """`signing.SignatureExpired` when it was good once."""
    match signing.loads(token, salt=_SALT, max_age=LASTS):
        case [int(enrolment), str(letter)]:
            return Named(enrolment, letter)
        case int(enrolment):
            return Named(enrolment)
    raise signing.BadSignature("It names no enrolment.")
