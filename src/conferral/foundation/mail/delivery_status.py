"""What mail servers report of a letter: it failed, it is late, it arrived, it is a nuisance.

Delivery status notifications (RFC 3464, in a multipart/report of RFC 6522; RFC 6533 where addresses
are not ASCII) and complaints (RFC 5965). Other words of other programs are not guessed at.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message
from enum import StrEnum
from itertools import islice
from quopri import decodestring

MOST = 2_000_000  # Bytes of one report: it may hold the letter that it is about.
_MOST_LETTERS = 20  # A report is about one; a thread may name some.
_MOST_BLOCKS = 200  # One is an addressee; our letters have one.
_LONGEST_SAID = 500  # Characters.

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_COMPLAINT_TYPE = "message/feedback-report"
_RETURNED_TYPES = frozenset(
    {
        "message/rfc822",
        "message/rfc822-headers",
        "message/global",
        "message/global-headers",
        "text/rfc822-headers",
    }
)
_COMPLAINTS = frozenset({"abuse", "fraud", "opt-out", "opt-out-list"})
_NEWS = {"delivered", "relayed", "expanded"}
_ID = re.compile(r"<[^<>\s]{1,250}>")
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})(?!\S)")
_BETWEEN_BLOCKS = re.compile(r"(?:[ \t]*\r?\n){2,}")


class Unreadable(ValueError):
    """It is not a report that a program can read. In words, for staff."""


class Kind(StrEnum):
    FAILED = "failed"
    DELAYED = "delayed"
    ARRIVED = "arrived"  # Or somebody else has taken it over.
    COMPLAINT = "complaint"


@dataclass(frozen=True)
class Report:
    """Of one addressee.

    `status`: as in RFC 3463, "5.1.1"; of a complaint none. `said`: what the other server said, as
    it said it. `letters`: the Message-IDs that it may be about, the returned letter's own first.
    """

    kind: Kind
    status: str
    said: str
    letters: tuple[str, ...]


def read(raw: bytes) -> tuple[Report, ...]:
    """The reports in one e-mail, in their order. Raises Unreadable."""
    if len(raw) > MOST:
        raise Unreadable(f"It is longer than {MOST:,} bytes.")
    try:
        return tuple(_reports(message_from_bytes(raw, policy=policy.compat32)))
    except (MessageError, RecursionError, LookupError, UnicodeError) as error:
        raise Unreadable("It is not a whole e-mail.") from error


def _reports(email: Message) -> Iterator[Report]:
    if email.get_content_type() != "multipart/report" or not email.is_multipart():
        raise Unreadable("It is a letter, not a delivery report that a program can read.")
    letters = tuple(islice(_letters(email), _MOST_LETTERS))
    parts = [part for part in email.walk() if part is not email]
    for part in parts:
        if part.get_content_type() in _STATUS_TYPES:
            yield from _statuses(part, letters)
            return
        if part.get_content_type() == _COMPLAINT_TYPE:
            yield _complaint(part, letters)
            return
    raise Unreadable("It calls itself a report and has nothing that a program can read.")


def _statuses(part: Message, letters: tuple[str, ...]) -> Iterator[Report]:
    """The first block is about the e-mail, each other one about an addressee (RFC 3464, 2.1)."""
    about_addressees = [block for block in _blocks(part) if _field(block, "Action")]
    if not about_addressees:
        raise Unreadable("Its report names no addressee.")
    for block in about_addressees:
        yield Report(_kind(block), _status(block), _said(block), letters)


def _complaint(part: Message, letters: tuple[str, ...]) -> Report:
    for block in _blocks(part):
        if about := _field(block, "Feedback-Type").lower():
            kind = Kind.COMPLAINT if about in _COMPLAINTS else Kind.ARRIVED
            return Report(kind, "", f"Feedback: {about[:60]}", letters)
    raise Unreadable("Its report does not say what the complaint is.")


def _kind(block: Message) -> Kind:
    match _field(block, "Action").lower():
        case "failed":
            return Kind.FAILED
        case "delayed":
            return Kind.DELAYED
        case other if other in _NEWS:
            return Kind.ARRIVED
        case _:
            raise Unreadable("Its report names an action that RFC 3464 does not know.")


def _status(block: Message) -> str:
    found = _STATUS.match(_field(block, "Status"))
    if found is None:
        raise Unreadable("Its report has no status.")
    return found[1]


def _said(block: Message) -> str:
    """The diagnostic without its type: "smtp; 550 5.1.1 No such user"."""
    diagnostic = _field(block, "Diagnostic-Code")
    kind, separator, said = diagnostic.partition(";")
    words = said if separator and kind.strip().isalnum() else diagnostic
    return "".join(filter(str.isprintable, " ".join(words.split())))[:_LONGEST_SAID]


def _letters(email: Message) -> Iterator[str]:
    """In the returned headers; else in what the report says it answers (RFC 5322, 3.6.4)."""
    returned = [part for part in email.walk() if part.get_content_type() in _RETURNED_TYPES]
    for part in returned:
        for headers in islice(_blocks(part), 1):
            yield from _ID.findall(_field(headers, "Message-ID"))
    for name in ("In-Reply-To", "References"):
        yield from _ID.findall(_field(email, name))


def _blocks(part: Message) -> Iterator[Message]:
    """Its content as groups of fields, whatever the parser has made of it."""
    for source in _BETWEEN_BLOCKS.split(_source(part).strip(), _MOST_BLOCKS)[:_MOST_BLOCKS]:
        yield message_from_bytes(source.encode("utf-8", "surrogateescape") + b"\n\n")


def _source(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        return _decoded(part, "\n\n".join(map(_as_text, _only_messages(payload))))
    return _decoded(part, str(payload))


def _only_messages(payload: Iterable[object]) -> Iterator[Message]:
    return (each for each in payload if isinstance(each, Message))


def _as_text(block: Message) -> str:
    """Fields and text as they came: a generator would fold them, or refuse to."""
    fields = "\n".join(f"{name}: {value}" for name, value in block.raw_items())
    payload = block.get_payload()
    return f"{fields}\n\n{payload}" if isinstance(payload, str) else fields


def _decoded(part: Message, text: str) -> str:
    """RFC 6533 allows an encoding where RFC 3464 has none."""
    source = text.encode("utf-8", "surrogateescape")
    match _field(part, "Content-Transfer-Encoding").lower():
        case "base64":
            try:
                source = b64decode(b"".join(source.split()), validate=True)
            except NotBase64:  # A parser has taken it for fields: it was not encoded at all.
                return text
        case "quoted-printable":
            source = decodestring(source)
        case _:
            return text
    return source.decode("utf-8", "surrogateescape")


def _field(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip()
