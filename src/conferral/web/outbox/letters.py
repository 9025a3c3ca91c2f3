"""Mail that Django's file backend caught, read back."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import islice
from pathlib import Path

from django.conf import settings

from conferral.foundation.mail.pictures import CARRIED, CONTENT_ID

MOST = 1000
# One file holds what went over one connection; the backend puts this line behind each message.
_BETWEEN = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Letter:
    name: str  # Of its file, without the suffix.
    place: int  # In that file.
    caught_at: datetime
    to: str
    sender: str
    subject: str
    text: str
    html: str


def newest() -> list[tuple[Path, int]]:
    """Where the newest letters lie, up to MOST, newest first: file names begin with the time."""
    files = sorted(Path(settings.OUTBOX).glob("*.log"), reverse=True)
    places = ((file, place) for file in files for place in reversed(range(len(_sources(file)))))
    return list(islice(places, MOST))


def read(file: Path, place: int) -> Letter:
    return _letter(file, place, _sources(file)[place])


def find(name: str, place: int) -> Letter | None:
    """That letter, or None. The name is compared with what is there, never made into a path."""
    for file, there in newest():
        if (file.stem, there) == (name, place):
            return read(file, place)
    return None


def _sources(file: Path) -> list[bytes]:
    parts = (part.strip(b"\n") for part in file.read_bytes().split(_BETWEEN))
    return [part for part in parts if part]


def _letter(file: Path, place: int, source: bytes) -> Letter:
    message = message_from_bytes(source, _class=EmailMessage, policy=default)
    return Letter(
        name=file.stem,
        place=place,
        caught_at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        to=str(message["To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        text=_part(message, "plain"),
        html=_with_picture(message, _part(message, "html")),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body is not None else ""


def _with_picture(message: EmailMessage, html: str) -> str:
    """What the letter carries stands in the page itself: nothing is fetched for it."""
    for part in message.walk():
        if part.get("Content-ID") == f"<{CONTENT_ID}>":
            drawn = base64.b64encode(bytes(part.get_payload(decode=True))).decode()
            return html.replace(CARRIED, f"data:{part.get_content_type()};base64,{drawn}")
    return html
