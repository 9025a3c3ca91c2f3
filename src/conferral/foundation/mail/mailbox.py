"""The mailbox to which letters come back, looked into over IMAP (RFC 9051) every few minutes.

What was read is marked as read; what no program can read gets a flag besides, and waits there for
a person. Nothing is deleted.
"""

import imaplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import F

from conferral.foundation.mail.bounces import Tally, take
from conferral.foundation.mail.delivery_status import MOST
from conferral.foundation.mail.models import Mailbox
from conferral.foundation.outbound import Reach, Unreachable, connected

EVERY = timedelta(minutes=5)
_WITHIN = 120.0  # Seconds for one look.
_AT_ONCE = 200
_DOORS = {"imaps": 993, "imap": 143}
_ROW = 1


@dataclass(frozen=True)
class Place:
    """Without TLS (`imap://`) only on this machine."""

    host: str
    door: int
    reach: Reach
    name: str
    password: str
    folder: str


def is_due(now: datetime) -> bool:
    """Is there one, and was it not looked into for a while?"""
    if not settings.BOUNCES_URL:
        return False
    return not Mailbox.objects.filter(looked_at__gt=now - EVERY).exists()


def look(now: datetime) -> Tally:
    """Take what has come back since. Of several workers at once one does it."""
    if not is_due(now) or not _claim(now):
        return Tally()
    tally, problem = Tally(), ""
    try:
        for each in _taken(_place(settings.BOUNCES_URL), now):
            tally += each
    except (Unreachable, imaplib.IMAP4.error, ValueError) as error:
        problem = _in_words(error)
    Mailbox.objects.filter(pk=_ROW).update(
        problem=problem,
        taken=F("taken") + tally.failed + tally.delayed + tally.complaints,
        unreadable=F("unreadable") + tally.unreadable,
    )
    return tally


def _claim(now: datetime) -> bool:
    _, is_first = Mailbox.objects.get_or_create(pk=_ROW, defaults={"looked_at": now})
    stale = Mailbox.objects.filter(pk=_ROW, looked_at__lte=now - EVERY)
    return is_first or bool(stale.update(looked_at=now))


def _place(address: str) -> Place:
    """ValueError: it is no address of a mailbox."""
    url = urlsplit(address)
    if url.scheme not in _DOORS or not url.hostname:
        raise ValueError("BOUNCES_URL is to be written imaps://name:password@host/INBOX.")
    folder = unquote(url.path.strip("/")) or "INBOX"
    if not folder.isprintable() or set(folder) & set('"\\'):
        raise ValueError("BOUNCES_URL names no folder that there can be.")
    return Place(
        host=url.hostname,
        door=url.port or _DOORS[url.scheme],
        reach=Reach.INTERNAL if url.scheme == "imaps" else Reach.LOOPBACK,
        name=unquote(url.username or ""),
        password=unquote(url.password or ""),
        folder=folder,
    )


def _taken(place: Place, now: datetime) -> Iterator[Tally]:
    with _open(place) as mailbox:
        _, (found, *_) = mailbox.uid("search", "UNSEEN")
        for key in (found or b"").decode("ascii").split()[:_AT_ONCE]:
            tally = _take_one(mailbox, key, now)
            flags = r"(\Seen \Flagged)" if tally.unreadable else r"(\Seen)"
            mailbox.uid("store", key, "+FLAGS.SILENT", flags)
            yield tally


@contextmanager
def _open(place: Place) -> Iterator[imaplib.IMAP4]:
    with connected(place.host, place.door, place.reach, _WITHIN) as opened:
        mailbox = _Imap(opened)
        try:
            _enter(mailbox, place)
            yield mailbox
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                mailbox.logout()


def _enter(mailbox: imaplib.IMAP4, place: Place) -> None:
    try:
        mailbox.login(place.name, place.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:  # Its words may repeat the password.
        raise ValueError("The mail server does not accept the name and the password.") from None
    answer, _ = mailbox.select(f'"{place.folder}"')
    if answer != "OK":
        raise ValueError(f"There is no folder “{place.folder}” in it.")


def _take_one(mailbox: imaplib.IMAP4, key: str, now: datetime) -> Tally:
    raw = _fetched(mailbox, key)
    return Tally(unreadable=1) if raw is None else take(raw, now)


def _fetched(mailbox: imaplib.IMAP4, key: str) -> bytes | None:
    """None: it is longer than any report. The server cuts it one byte after that."""
    _, parts = mailbox.uid("fetch", key, f"(BODY.PEEK[]<0.{MOST + 1}>)")
    for part in parts:
        if isinstance(part, tuple):
            return part[1] if len(part[1]) <= MOST else None
    return None


class _Imap(imaplib.IMAP4):
    """On a connection that went through the one door."""

    def __init__(self, opened: socket.socket) -> None:
        self._opened = opened
        super().__init__()

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return self._opened


def _in_words(error: Exception) -> str:
    if isinstance(error, imaplib.IMAP4.error):  # Without its words: it may repeat ours.
        return "The mail server broke off, or did not understand."
    return str(error)
