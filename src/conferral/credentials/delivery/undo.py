"""Certificates that have just been issued, while their letters can still be stopped."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min

from conferral.credentials.delivery.sent import has_left
from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.foundation.accounts.models import Organization
from conferral.foundation.brakes.terms import brakes_of

_LEAVES = "certificate__delivery__message__next_attempt_at"


@dataclass(frozen=True)
class Fresh:
    """Certificates of one version whose letters have not left. The first leaves at `first_at`."""

    version: int
    title: str
    number: int
    course: str
    count: int
    first_at: datetime


def stoppable(organization: Organization, now: datetime) -> CredentialQuerySet:
    """Signed within the window, in force, and no letter about it has left."""
    since = now - brakes_of(organization).undo_window
    fresh = Credential.objects.of(organization).filter(issued_at__gt=since, revoked_at=None)
    return fresh.filter(~has_left(), stop=None)


def up_to(chosen: CredentialQuerySet, last: int) -> CredentialQuerySet:
    """As somebody was shown them, while the belt goes on: `last` is the key of the newest."""
    return chosen.filter(pk__lte=last)


def last_of(chosen: CredentialQuerySet) -> int:
    """The key of the newest, 0 where there is none."""
    return chosen.aggregate(last=Max("pk"))["last"] or 0


def just_issued(organization: Organization, now: datetime) -> list[Fresh]:
    """By version; the one whose letters leave first at the top."""
    window = brakes_of(organization).undo_window
    version = "award__enrolment__version"
    columns = (version, f"{version}__title", f"{version}__number", f"{version}__course__code")
    counted = (
        stoppable(organization, now)
        .values_list(*columns)
        .annotate(count=Count("pk"), first=Min("issued_at"), leaves=Min(_LEAVES))
        .order_by("first", version)
    )
    return [
        # Letters that are written keep to the window of then.
        Fresh(version, title, number, course, count, min(first + window, leaves or first + window))
        for version, title, number, course, count, first, leaves in counted
    ]


def window_of(organization: Organization) -> timedelta:
    """How long a letter waits after the signature."""
    return brakes_of(organization).undo_window
