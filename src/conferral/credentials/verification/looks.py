"""How often a page was looked at: a number for each day, and nothing about who looked.

A web process writes eight bytes for each look into a file of that minute: no database is asked, so
nobody waits for it. A worker counts what lies there two minutes later and deletes it. A crash may
lose looks of a minute; it never counts one twice.
"""

import fcntl
import logging
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BufferedReader
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, Sum
from django.utils import timezone

from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.models import Looks
from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import Stage
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.chores.telling import told

logger = logging.getLogger(__name__)

EARLIER = date.min
"""The day that stands for all that are too long ago to be kept one by one."""

_MINUTE = "%Y%m%dT%H%M"
_SETTLED = timedelta(minutes=2)  # Then nobody writes into the file of a minute any more.
_SIZE = 8  # Bytes of a credential's key.
_KEPT = timedelta(days=396)  # Thirteen months.
_MONTH = timedelta(days=30)
_ADD = """
    INSERT INTO verification_looks (credential_id, day, count) VALUES (%s, %s, %s)
    ON CONFLICT (credential_id, day) DO UPDATE SET count = verification_looks.count + excluded.count
"""


@dataclass(frozen=True)
class Tally:
    today: int
    month: int  # Of the last thirty days, today included.
    ever: int


class _Spool:
    """The file of this minute, open."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._file, self._lock = -1, Lock()

    def write(self, now: datetime, record: bytes) -> None:
        of = (settings.MEDIA_ROOT, now.replace(second=0, microsecond=0))
        with self._lock:
            if of != self._of:
                self._open(_folder() / now.astimezone(UTC).strftime(_MINUTE))
                self._of = of
            os.write(self._file, record)  # As one: others append to the same file.

    def _open(self, path: Path) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._of, self._file = (), -1
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


_SPOOL = _Spool()


def note(credential: int, now: datetime) -> None:
    """Somebody looked at the page of the credential with that primary key."""
    try:
        _SPOOL.write(now, credential.to_bytes(_SIZE))
    except OSError as error:  # A full disk: the page is more than its count.
        logger.warning("A look is not counted: %s", type(error).__name__)


def count(now: datetime | None = None) -> int:
    """Count what was written until two minutes ago. Returns how many looks."""
    return sum(_count(path) for path in _settled(now or timezone.now()))


def tally(credential: Credential, today: date) -> Tally:
    """`today`: of the organization, whose days are counted."""
    looks = credential.looks.aggregate(
        ever=Sum("count"),
        today=Sum("count", filter=Q(day=today)),
        month=Sum("count", filter=Q(day__gt=today - _MONTH)),
    )
    return Tally(**{name: number or 0 for name, number in looks.items()})


@transaction.atomic
def sum_up(organization: Organization, today: date) -> str:
    """Days of more than thirteen months ago become one number."""
    old = Looks.objects.filter(
        credential__key__organization=organization, day__lt=today - _KEPT
    ).exclude(day=EARLIER)
    sums = old.values_list("credential").annotate(count=Sum("count"))
    _add([(credential, EARLIER, number) for credential, number in sums])
    return told((old.delete()[0], "day of looks was summed up", "days of looks were summed up"))


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "looks"


def _settled(now: datetime) -> list[Path]:
    until = (now - _SETTLED).astimezone(UTC).strftime(_MINUTE)
    folder = _folder()
    return sorted(path for path in folder.iterdir() if path.name < until) if folder.exists() else []


def _count(path: Path) -> int:
    at = datetime.strptime(path.name, _MINUTE).replace(tzinfo=UTC)
    with _claimed(path) as file:
        if file is None:
            return 0
        content = file.read()
        seen = Counter(content[i : i + _SIZE] for i in range(0, len(content), _SIZE))
        with transaction.atomic():
            _add(list(_of_day(Counter({int.from_bytes(k): n for k, n in seen.items()}), at)))
            path.unlink()
    return seen.total()


@contextmanager
def _claimed(path: Path) -> Iterator[BufferedReader | None]:
    """The file, if no other worker is counting it or has counted it."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        yield None
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield file if os.fstat(file.fileno()).st_nlink else None


def _of_day(seen: Counter[int], at: datetime) -> Iterator[tuple[int, date, int]]:
    """Of those who are not forgotten, by the day that it was for their organization."""
    kept = Credential.objects.kept().filter(pk__in=seen).select_related("key__organization")
    for credential in kept.only("pk", "key__organization__time_zone"):
        day = at.astimezone(credential.key.organization.zone).date()
        yield credential.pk, day, seen[credential.pk]


def _add(rows: list[tuple[int, date, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)


def _waits() -> bool:
    return bool(_settled(timezone.now()))


COUNT_LOOKS = Stage("count looks", _waits, count)
SUM_UP_LOOKS = Chore("sum up old looks", sum_up)
