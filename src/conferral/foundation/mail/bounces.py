"""Letters that come back: what follows from a report of a mail server."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from conferral.foundation.accounts.addresses import people_with
from conferral.foundation.belt import PATIENCE
from conferral.foundation.mail import bad_addresses, reasons, wishes
from conferral.foundation.mail.delivery_status import Kind, Report, Unreadable, read
from conferral.foundation.mail.message_ids import named
from conferral.foundation.mail.models import BadAddress, Bounce, Message
from conferral.foundation.mail.topics import Topic
from conferral.foundation.mail.wishes import Subscription

_OFTEN = 3  # Letters that a server did not take in time, until their address counts as bad.
_RECENT = timedelta(days=30)
_NEXT_TRY = timedelta(days=1)  # Their server had days already.


@dataclass(frozen=True)
class Tally:
    """What became of reports. `strange`: about no letter of ours, or one that is forgotten."""

    failed: int = 0
    delayed: int = 0
    complaints: int = 0
    arrived: int = 0
    strange: int = 0
    known: int = 0
    unreadable: int = 0

    @property
    def count(self) -> int:
        return sum(vars(self).values())

    def __add__(self, other: "Tally") -> "Tally":
        mine, theirs = vars(self), vars(other)
        return Tally(**{name: mine[name] + theirs[name] for name in mine})

    def __str__(self) -> str:
        return ", ".join(f"{count} {name}" for name, count in vars(self).items() if count) or "none"


def take(raw: bytes, now: datetime) -> Tally:
    """Do what follows from one e-mail. Taken twice, it does nothing the second time."""
    try:
        reports = read(raw)
    except Unreadable:
        return Tally(unreadable=1)
    whole = hashlib.sha256(raw)
    return _sum(_take(each, _digest(whole, at), now) for at, each in enumerate(reports))


def _digest(whole: "hashlib._Hash", at: int) -> str:
    """Of one report of several in the same e-mail."""
    mine = whole.copy()
    mine.update(b"%d" % at)
    return mine.hexdigest()


def _sum(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


@transaction.atomic
def _take(report: Report, digest: str, now: datetime) -> Tally:
    message = named(report.letters)
    if message is None:
        return Tally(strange=1)
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    _, is_new = Bounce.objects.get_or_create(
        digest=digest,
        defaults={
            "message": message,
            "address": message.to,
            "kind": report.kind,
            "status": report.status,
            "said": report.said,
            "at": now,
        },
    )
    return _follow(message, report, now) if is_new else Tally(known=1)


def _follow(message: Message, report: Report, now: datetime) -> Tally:
    match report.kind:
        case Kind.FAILED:
            _come_back(message, report, now)
            return Tally(failed=1)
        case Kind.COMPLAINT:
            _heed(message)
            return Tally(complaints=1)
        case Kind.DELAYED:  # Their server goes on trying.
            return Tally(delayed=1)
        case Kind.ARRIVED:
            return Tally(arrived=1)


def _come_back(message: Message, report: Report, now: datetime) -> None:
    """It waits as if it had never been sent; for a person, if asking again changes nothing."""
    if message.stopped_at:
        return
    message.sent_at = None
    if reasons.is_for_good(report.status) or _is_often(message, now):
        known = bad_addresses.note(message, report.status, report.said, now)
        message.attempts, message.problem = PATIENCE, bad_addresses.problem_of(known)
    else:
        message.attempts, message.next_attempt_at = 0, now + _NEXT_TRY
        message.problem = f"It came back. {reasons.in_words(report.status)}"
    message.save(update_fields=["sent_at", "attempts", "next_attempt_at", "problem"])


def _is_often(message: Message, now: datetime) -> bool:
    """Since somebody last mended the address, if they have."""
    mended = BadAddress.objects.of(message.organization).exclude(mended_at=None)
    last = mended.filter(address=message.to).order_by("-mended_at").first()
    since = max(now - _RECENT, last.mended_at) if last and last.mended_at else now - _RECENT
    failed = Bounce.objects.filter(
        message__organization=message.organization,
        address=message.to,
        kind=Kind.FAILED,
        at__gt=since,
    )
    return failed.count() >= _OFTEN


def _heed(message: Message) -> None:
    """Whoever calls a letter of ours a nuisance gets none that need not be."""
    person = people_with([message.to]).get(message.to)
    if person is None:
        return
    for topic in Topic:
        unwanted = Subscription(person, message.organization, topic)
        wishes.say(unwanted, None, is_wanted=False, way="a complaint to their mail provider")
