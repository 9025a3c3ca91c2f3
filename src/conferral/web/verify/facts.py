"""What the register says of a certificate, line by line as it is printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from conferral.credentials.verification.record import Accreditation, Record, State
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.days import day
from conferral.web.shared.dates import day_of


@dataclass(frozen=True)
class Fact:
    label: str
    lines: tuple[str, ...]
    note: str = ""
    chip: str = ""
    large: bool = False
    number: str = ""  # Of another certificate, whose page it leads to.


_SHOWS_NOTHING = frozenset({State.ALTERED, State.KEY_REVOKED})
_SHOWS_LITTLE = frozenset({State.REVOKED, State.SUSPENDED, State.REPLACED})


def shows_everything(state: State) -> bool:
    """May the page show the name and the paper?"""
    return state not in _SHOWS_NOTHING | _SHOWS_LITTLE


def shows_paper(record: Record, state: State) -> bool:
    """The paper says the whole name."""
    return shows_everything(state) and record.name_mode is NameMode.FULL


def facts(record: Record, state: State) -> tuple[Fact, ...]:
    """Every line of the certificate, or what its state leaves of them."""
    if state in _SHOWS_NOTHING:
        return ()
    return tuple(_few(record) if state in _SHOWS_LITTLE else _all(record))


def _few(record: Record) -> Iterator[Fact]:
    yield Fact("Course", (record.course,))
    yield Fact("Certificate number", (record.number,))
    yield Fact("Issued by", (record.issuer,))
    yield Fact("Issued", (day_of(record.issued_at, record.zone),))
    if because := record.revoked_because or record.suspended_because:
        yield Fact("Reason", (because,))


def _all(record: Record) -> Iterator[Fact]:
    yield _holder(record)
    yield Fact("Course", (record.course,), note=record.description)
    yield Fact("Certificate type", (record.certificate_title,), chip=record.label.split(" ")[0])
    yield Fact("Issued by", (record.issuer,), note=record.registration)
    yield Fact("Completed", (day(record.completed_on),))
    yield Fact("Issued", (day_of(record.issued_at, record.zone),))
    if record.valid_until:
        yield Fact("Valid until", (day_of(record.valid_until, record.zone),))
    yield Fact("Certificate number", (record.number,))
    if record.renewed_by:
        note = "The newer certificate of the same holder. This one counts to its own end."
        yield Fact("Renewed by", (), note=note, number=record.renewed_by)
    yield from _weight(record)
    if record.alignments:
        yield Fact("Matches", tuple(_place(*alignment) for alignment in record.alignments))
    yield from _vouchers(record)


def _holder(record: Record) -> Fact:
    match record.name_mode:
        case NameMode.FULL:
            return Fact("Holder", (record.holder,), large=True)
        case NameMode.INITIALS:
            note = "The holder shows strangers only these initials."
            return Fact("Holder", (record.holder,), note=note, large=True)
        case NameMode.WITHHELD:
            # Not “Holder”: the script that reads the QR code would take it for another name.
            return Fact("Holder’s name", ("Withheld",), note="The holder does not show it here.")


def _weight(record: Record) -> Iterator[Fact]:
    hours = f"{record.hours} learning hours" if record.hours else ""
    if hours or record.level:
        yield Fact("Workload and level", (", ".join(filter(None, (hours, record.level))),))
    if record.mark:
        yield Fact("Final mark", (f"{record.mark} %",))


def _place(name: str, code: str, framework: str) -> str:
    return ", ".join(filter(None, (f"{code} {name}".strip(), framework)))


def _vouchers(record: Record) -> Iterator[Fact]:
    if record.accreditation:
        yield _vouched(record.accreditation)
    if record.not_accredited_because:
        yield Fact("Accreditation", ("Not accredited",), note=record.not_accredited_because)
    if record.signatories:
        signed = tuple(", ".join(filter(None, pair)) for pair in record.signatories)
        yield Fact("Signed by", signed)


def _vouched(by: Accreditation) -> Fact:
    """What was true when it was issued stays so; that it lapsed since is said beside it."""
    said = f"No. {by.number}, accredited on the day of issue. {by.statement}".strip()
    if not by.lapsed_since:
        return Fact("Accredited by", (by.body,), note=said)
    return Fact("Accredited by", (by.body, f"Lapsed since {day(by.lapsed_since)}"), note=said)
