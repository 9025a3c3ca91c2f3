"""Certificates that have just been issued, while their letters can still be stopped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from conferral.credentials.delivery.sent import has_left
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import PATIENCE
from conferral.foundation.brakes.terms import brakes_of
from conferral.foundation.mail.models import Message

_LETTER = "certificate__delivery__message"


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
    """Signed within the window, or their letters are still to leave; in force.

    Whatever the window is by now: letters keep to the one under which they were written. What a
    mail server was handed may have left.
    """
    recent = Credential.objects.filter(issued_at__gt=now - window_of(organization)).values("pk")
    keys = recent.union(*_to_leave())
    kept = Credential.objects.of(organization).kept()
    fresh = kept.filter(pk__in=keys, revoked_at=None, stop=None)
    return fresh.filter(~has_left(), **{f"{_LETTER}__claimed_at": None})


def up_to(chosen: CredentialQuerySet, last: int) -> CredentialQuerySet:
    """As somebody was shown them, while the belt goes on: `last` is the key of the newest."""
    return chosen.filter(pk__lte=last)


def last_of(chosen: CredentialQuerySet) -> int:
    """The key of the newest, 0 where there is none."""
    return chosen.aggregate(last=Max("pk"))["last"] or 0


def just_issued(organization: Organization, now: datetime) -> list[Fresh]:
    """By version; the one whose letters leave first at the top."""
    window = window_of(organization)
    version = "award__enrolment__version"
    columns = (version, f"{version}__title", f"{version}__number", f"{version}__course__code")
    counted = (
        stoppable(organization, now)
        .values_list(*columns)
        .annotate(
            count=Count("pk"),
            leaves=Min(f"{_LETTER}__next_attempt_at"),
            unwritten=Min("issued_at", filter=Q(**{_LETTER: None})),
        )
    )
    found = [
        Fresh(version, title, number, course, count, _first(leaves, unwritten, window))
        for version, title, number, course, count, leaves, unwritten in counted
    ]
    return sorted(found, key=lambda fresh: (fresh.first_at, fresh.version))


def window_of(organization: Organization) -> timedelta:
    """How long a letter waits after the signature."""
    return brakes_of(organization).undo_window


def _first(leaves: datetime | None, unwritten: datetime | None, window: timedelta) -> datetime:
    """Of letters that are written, when the first one leaves; of the others, when the first of
    their certificates was signed. Letters that are written keep to the window of then."""
    return min(at for at in (leaves, unwritten and unwritten + window) if at)


def _to_leave() -> Iterator[QuerySet[Any, Any]]:
    """The keys of those that are not printed, not written about, or whose letters are not sent yet.

    Of what is suspended no letter leaves for now, and of what is stuck none before somebody looks.
    """
    tried = {"attempts__lt": PATIENCE}
    unprinted = Credential.objects.filter(printed_at=None, suspended_at=None, **tried)
    yield unprinted.values("pk")
    unwritten = Certificate.objects.filter(announced_at=None, **tried)
    yield unwritten.filter(credential__suspended_at=None).values("credential")
    unsent = Message.objects.unsent().filter(claimed_at=None, **tried)
    about = "delivery__certificate__credential"
    yield unsent.filter(**{f"{about}__isnull": False, f"{about}__suspended_at": None}).values(about)
