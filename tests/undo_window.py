"""Certificates that were issued by mistake, and stopped in time, for tests."""

from datetime import timedelta

from django.utils import timezone

from cast import dara
from conferral.credentials.delivery import actions
from conferral.credentials.delivery.models import Stopping
from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.foundation.accounts.models import Organization
from conferral.foundation.mail.models import Message

BECAUSE = "It was issued by mistake."


def stop_all(organization: Organization, batch: CredentialQuerySet, expected: int = 3) -> Stopping:
    return actions.stop(organization, dara(), batch, BECAUSE, expected=expected)


def later(**how_much: float) -> None:
    """The clock of what waits goes on by so much."""
    moved = timezone.now() - timedelta(**how_much)
    Message.objects.update(next_attempt_at=moved)
    Credential.objects.update(issued_at=moved)
