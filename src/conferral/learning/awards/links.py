"""The address of a learner's own progress: signed, so that nobody guesses it, and not for ever."""

from datetime import timedelta

from django.conf import settings
from django.core import signing

from conferral.learning.progress.models import Enrolment

LASTS = timedelta(days=180)
_SALT = "conferral.learner.progress"


def progress_url(enrolment: Enrolment) -> str:
    return f"{settings.SITE_URL}/progress/{token_of(enrolment)}"


def token_of(enrolment: Enrolment) -> str:
    """Letters, digits, "_", "-" and ":"."""
    return signing.dumps(enrolment.pk, salt=_SALT)


def enrolment_named(token: str) -> int:
    """The key of the enrolment. `signing.SignatureExpired` when it was good once."""
    pk: int = signing.loads(token, salt=_SALT, max_age=LASTS)
    return pk
