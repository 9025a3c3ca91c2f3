"""What is said of a file that somebody handed us: a banner, four lights, and what differs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html

from conferral.credentials.verification.files import FileJudgement, FileState, Lights
from conferral.credentials.verification.opening import Kind
from conferral.credentials.verification.record import Record, State
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.days import day
from conferral.web.shared.dates import day_of
from conferral.web.verify import wording
from conferral.web.verify.facts import shows_everything
from conferral.web.verify.wording import Banner
from credkit.errors import Malformed
from credkit.pdf.inventory import Change
from credkit.reading import Reading, moment
from credkit.verify import Outcome


@dataclass(frozen=True)
class Light:
    """`name`: for software. The outcome is a colour on a page, so it never comes without words."""

    name: str
    outcome: Outcome
    title: str
    note: str


@dataclass(frozen=True)
class Field:
    """What stands on a certificate, as the register says it and as the file does."""

    label: str
    register: str
    file: str


def banner(judgement: FileJudgement) -> Banner:
    """The answer in three seconds."""
    match judgement.state:
        case FileState() as state:
            return _BANNERS[state](judgement)
        case State.ALTERED:
            return _altered(judgement)
    if judgement.register is None:
        raise ValueError(f"{judgement.state} without a record")
    return wording.banner(judgement.register)


def lights(judgement: FileJudgement) -> tuple[Light, ...]:
    """Integrity, issuer, status, time. A no or a yes only where it was really checked."""
    asked = judgement.lights
    is_foreign = judgement.foreign is not None
    return (
        _light("integrity", asked.integrity, _INTEGRITY),
        _light("issuer", asked.issuer, _FOREIGN_ISSUER if is_foreign else _ISSUER),
        _light("status", asked.status, _STATUS),
        _light("time", asked.time, _TIME),
    )


def fields(judgement: FileJudgement) -> tuple[Field, ...]:
    """Where an altered copy says something else than strangers may read in the register."""
    found = judgement.register
    if judgement.state is not State.ALTERED or not found or not shows_everything(found.status):
        return ()
    return tuple(_fields(judgement, found.record))


def changes(judgement: FileJudgement) -> tuple[str, ...]:
    """What was done to a PDF, as far as that can be told."""
    return tuple(_CHANGES[change] for change in judgement.changes)


def seen(judgement: FileJudgement) -> tuple[tuple[str, str], ...]:
    """What a credential of others says of itself, as labels and texts."""
    said = judgement.foreign
    return tuple((label, text) for label, text in _seen(said) if text) if said else ()


def as_json(judgement: FileJudgement) -> dict[str, Any]:
    """The same for software. It names nobody but whom the file's own words name."""
    found = judgement.register
    return {
        "status": judgement.state.replace(" ", "-"),
        "says": str(banner(judgement).headline),
        "specimen": _is_specimen(judgement),
        "kind": judgement.kind,
        "lights": {each.name: each.outcome for each in lights(judgement)},
        "number": judgement.number or None,
        "url": found.record.url if found else None,
        "changes": list(judgement.changes),
        "fields": [
            {"field": each.label, "register": each.register, "file": each.file}
            for each in fields(judgement)
        ],
        "issuer": judgement.foreign.issuer_id if judgement.foreign else None,
    }


def _is_specimen(judgement: FileJudgement) -> bool:
    if judgement.credential:
        return judgement.credential.proves_nothing
    return judgement.foreign is not None and judgement.foreign.is_specimen


def _altered(judgement: FileJudgement) -> Banner:
    issuer = judgement.register.record.issuer if judgement.register else "its issuer"
    sentence = (
        f"It carries the number of a certificate, but it is not, byte for byte, what {issuer} gave "
        "out. Nothing that is written in it can be trusted."
    )
    then = "The certificate itself may be sound: see what the register says of its number."
    return Banner("bad", "file_x", "This file was altered", sentence, then)


def _foreign(judgement: FileJudgement) -> Banner:
    """Never green, whatever was found: who they are, the register does not know."""
    issuer = judgement.foreign.issuer_id if judgement.foreign else ""
    sealed = format_html(
        "It has not been changed since <bdi>{}</bdi> sealed it. Who that is, this register "
        "cannot say.",
        issuer,
    )
    then = "Ask the issuer, at an address that you found yourself."
    match judgement.lights:
        case Lights(status=Outcome.FAILED):
            headline = f"Taken back by {_short(issuer)}, and not ours"
            return Banner("bad", "circle_x", headline, sealed, then)
        case Lights(time=Outcome.FAILED):
            headline = f"Sealed by {_short(issuer)}, not by us, and not valid today"
            return Banner("warn", "clock_alert", headline, sealed, then)
    return Banner("mute", "stamp", f"Sealed by {_short(issuer)}, not by us", sealed, then)


def _foreign_altered(_judgement: FileJudgement) -> Banner:
    return Banner(
        "bad",
        "file_x",
        "This file was altered",
        "It is no certificate of ours, and its contents do not match its own seal. None of it is "
        "shown here.",
        "Ask whoever gave it to you for the original.",
    )


def _unknown_issuer(judgement: FileJudgement) -> Banner:
    issuer = judgement.foreign.issuer_id if judgement.foreign else ""
    return Banner(
        "mute",
        "circle_minus",
        "Unknown: not issued by us",
        format_html(
            "It says that <bdi>{}</bdi> issued it. Their key is not known here, or of a kind "
            "that is not, so whether that is true could not be checked.",
            issuer,
        ),
        "That does not mean that it is false. Verify it where its issuer says that one can.",
    )


def _not_found(_judgement: FileJudgement) -> Banner:
    return Banner(
        "mute",
        "search_x",
        "No certificate has this number",
        "The file says that it is from here, but its number is not in the register.",
        "Ask its holder for the link in their e-mail.",
    )


def _nothing_inside(judgement: FileJudgement) -> Banner:
    match judgement.kind:
        case Kind.PHOTO:
            sentence = "There is no QR code of a certificate in this picture, or not just one."
            then = "Take it again, closer and in better light, or type the certificate’s number."
        case _:
            sentence = "This file carries no credential, so there is nothing that can be checked."
            then = (
                "Scans and copies do not. Ask for the file as it was issued, or type the number "
                "that stands beside the QR code."
            )
    return Banner("mute", "file_x", "Nothing in it can be checked", sentence, then)


def _elsewhere(judgement: FileJudgement) -> Banner:
    return Banner(
        "bad",
        "triangle_alert",
        "This QR code does not lead here",
        format_html(
            "It leads to <b><bdi>{}</bdi></b>, which is not the address of this register. "
            "We have not opened it.",
            judgement.code[:_LONGEST],
        ),
        "If the certificate says that it is ours, it is not genuine.",
    )


def _number(judgement: FileJudgement) -> Banner:
    return Banner(
        "info",
        "arrow_right",
        f"Certificate {judgement.number}",
        "This is a picture, so only the register can tell: compare every line with it.",
        "",
    )


def _unreadable(_judgement: FileJudgement) -> Banner:
    return Banner(
        "mute",
        "file_x",
        "This file cannot be read",
        "It is damaged, locked with a password, larger inside than it looks, or of a kind that "
        "certificates do not come in.",
        "Give a PDF, PNG, SVG, JSON or token file as it was issued, or a photo of the QR code. "
        "Or type the number that stands beside it.",
    )


_BANNERS: dict[FileState, Callable[[FileJudgement], Banner]] = {
    FileState.FOREIGN: _foreign,
    FileState.FOREIGN_ALTERED: _foreign_altered,
    FileState.UNKNOWN_ISSUER: _unknown_issuer,
    FileState.NOT_FOUND: _not_found,
    FileState.NOTHING_INSIDE: _nothing_inside,
    FileState.ELSEWHERE: _elsewhere,
    FileState.NUMBER: _number,
    FileState.UNREADABLE: _unreadable,
}
_LONGEST = 120  # Characters of what a file says.
_Words = dict[Outcome, tuple[str, str]]
_INTEGRITY: _Words = {
    Outcome.PASSED: ("Not changed", "It is what was sealed, to the last byte."),
    Outcome.FAILED: ("Changed", "It is not what was sealed, or not entered in the public log."),
    Outcome.SKIPPED: ("Not checked whether it was changed", "That needs its issuer’s key."),
}
_ISSUER: _Words = {
    Outcome.PASSED: ("The issuer is known", "The key that sealed it stands in this register."),
    Outcome.FAILED: ("Not from this issuer", "Whom it names did not seal it."),
    Outcome.SKIPPED: ("Issuer not checked", "In this file nothing vouches for whom it names."),
}
_FOREIGN_ISSUER: _Words = _ISSUER | {
    Outcome.SKIPPED: ("The issuer is not known here", "Anybody can make a key and a name for it."),
}
_STATUS: _Words = {
    Outcome.PASSED: ("Not revoked, suspended or replaced", "The live status says so."),
    Outcome.FAILED: ("Taken back by its issuer", "The live status says so."),
    Outcome.SKIPPED: ("Status not checked", "Whether it still stands is open."),
}
_TIME: _Words = {
    Outcome.PASSED: ("Valid today", "Its time has begun and is not over."),
    Outcome.FAILED: ("Not valid today", "Its time is over, or has not begun."),
    Outcome.SKIPPED: ("Dates not checked", "Those in the file cannot be relied on."),
}
_CHANGES = {
    Change.PAGES: "It has more pages, or fewer.",
    Change.PAGE: "A page shows something else.",
    Change.ANNOTATIONS: "Something was laid over a page: a note, a stamp, a form field.",
    Change.ATTACHMENT: "The credential attached to it is another one, or something was added.",
    Change.FORM: "Its form or its signature was changed.",
    Change.LAYERS: "It has layers that can be hidden.",
    Change.ACTIONS: "It does something when it is opened.",
    Change.NAMES: "What is attached to it is listed differently.",
    Change.METADATA: "What it says of itself was changed, or written anew.",
    Change.ENCRYPTION: "It was encrypted.",
    Change.STRUCTURE: "Its inner structure was changed.",
    Change.BYTES: "Its bytes were written anew or added to.",
}


def _light(name: str, outcome: Outcome, words: _Words) -> Light:
    return Light(name, outcome, *words[outcome])


def _fields(judgement: FileJudgement, record: Record) -> Iterator[Field]:
    said = {difference.path: difference.file for difference in judgement.differences}
    for path, (label, register) in _shown(record).items():
        if path in said:
            yield Field(label, register, _as_date(said[path], record)[:_LONGEST])


def _shown(record: Record) -> dict[str, tuple[str, str]]:
    """What strangers may read, by where it stands in a credential. Of a name that the holder does
    not show nothing is compared: that would be a way to guess it."""
    ends = day_of(record.valid_until, record.zone) if record.valid_until else "nothing"
    name = {"credentialSubject.name": ("Holder", record.holder)}
    return (name if record.name_mode is NameMode.FULL else {}) | {
        "credentialSubject.achievement.name": ("Course", record.course),
        "issuer.name": ("Issued by", record.issuer),
        "awardedDate": ("Completed", day(record.completed_on)),
        "validFrom": ("Issued", day_of(record.issued_at, record.zone)),
        "validUntil": ("Valid until", ends),
    }


def _as_date(text: str, record: Record) -> str:
    try:
        return day_of(moment(text), record.zone)
    except (Malformed, OverflowError):
        return text


def _seen(said: Reading) -> Iterator[tuple[str, str]]:
    yield "Issuer", said.issuer_id[:_LONGEST]
    yield "Calls itself", said.issuer_name[:_LONGEST]
    yield "Holder", said.holder_name[:_LONGEST]
    yield "For", said.achievement_name[:_LONGEST]
    yield "Valid from", day(said.valid_from.date()) if said.valid_from else ""
    yield "Valid until", day(said.valid_until.date()) if said.valid_until else ""


def _short(did: str) -> str:
    """The host of a did:web; of others the beginning."""
    host = did.removeprefix("did:web:").partition(":")[0] if did.startswith("did:web:") else did
    return host if len(host) <= 60 else f"{host[:59]}…"
