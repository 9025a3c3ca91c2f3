"""What a verdict means, in words for someone in a hurry."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from conferral.credentials.verification.actions import Judgement
from conferral.credentials.verification.record import Record, State
from conferral.web.shared.dates import day, day_of, minute
from credkit.verify import CheckCode, Outcome


@dataclass(frozen=True)
class Banner:
    """The answer in three seconds. Its tone is a colour, so it never comes without an icon."""

    tone: str
    icon: str
    headline: str
    sentence: SafeString | str
    then: str  # What to do, or when it was checked.


@dataclass(frozen=True)
class Fact:
    label: str
    lines: tuple[str, ...]
    note: str = ""
    large: bool = False
    chip: str = ""


@dataclass(frozen=True)
class Answer:
    """One of the four questions that "How we know" asks."""

    outcome: Outcome
    title: str
    note: str


_SHOWS_NOTHING = frozenset({State.ALTERED})
_SHOWS_LITTLE = frozenset({State.REVOKED, State.SUSPENDED, State.REPLACED})


def shows_everything(state: State) -> bool:
    return state not in _SHOWS_NOTHING | _SHOWS_LITTLE


def banner(judgement: Judgement) -> Banner:
    record, checked = judgement.record, _checked(judgement)
    match judgement.status:
        case State.VALID:
            return Banner("good", "badge_check", "This certificate is valid", _awarded(record), checked)
        case State.EXPIRED:
            return _expired(record)
        case State.NOT_YET_VALID:
            return Banner(
                "info",
                "calendar_clock",
                f"Valid from {day_of(record.issued_at, record.zone)}",
                "It is genuine, but its time has not come.",
                checked,
            )
        case State.REVOKED:
            return _revoked(record, checked)
        case State.SUSPENDED:
            return Banner(
                "warn",
                "circle_pause",
                "Suspended",
                f"{record.issuer} is reviewing this certificate. Do not rely on it until then.",
                "The result will show here.",
            )
        case State.REPLACED:
            return Banner(
                "info",
                "refresh_cw",
                "Replaced by a newer certificate",
                f"{record.issuer} has issued another one in its place.",
                "Ask the holder for the newer certificate.",
            )
        case State.SPECIMEN:
            return Banner(
                "mute",
                "flask_conical",
                "Specimen, not a real certificate",
                "This is a sample. It proves nothing about anyone.",
                checked,
            )
        case State.ALTERED:
            return Banner(
                "bad",
                "file_x",
                "This record was altered",
                f"Its contents do not match {record.issuer}’s seal, so nothing in it can be "
                "trusted. None of it is shown here.",
                f"Tell {record.issuer}; until they answer, do not rely on it.",
            )
        case State.STATUS_UNKNOWN:
            return Banner(
                "mute",
                "wifi_off",
                "Genuine, but status not checked",
                f"The seal is {record.issuer}’s. Whether it has been revoked since could not be "
                "checked just now.",
                "Try again in a few minutes.",
            )
        case State.NOT_LOGGED:
            return Banner(
                "mute",
                "hourglass",
                "Genuine, but not yet in the public log",
                "It was sealed a moment ago. A certificate counts once its fingerprint stands in "
                "the public log.",
                "Reload this page in a minute.",
            )


def facts(judgement: Judgement) -> tuple[Fact, ...]:
    """What the register says: every line of the certificate, or what a state leaves of it."""
    if judgement.status in _SHOWS_NOTHING:
        return ()
    if judgement.status in _SHOWS_LITTLE:
        return tuple(_few_facts(judgement.record))
    return tuple(_all_facts(judgement.record))


def answers(judgement: Judgement) -> tuple[Answer, ...]:
    """How we know: four plain checks."""
    record = judgement.record
    outcomes = {check.code: check.outcome for check in judgement.verdict.checks}
    sealed = _worst(outcomes, CheckCode.SIGNATURE, CheckCode.ISSUER)
    status = outcomes.get(CheckCode.STATUS, Outcome.SKIPPED)
    logged = outcomes.get(CheckCode.LOG, Outcome.SKIPPED)
    return (
        Answer(Outcome.PASSED, f"Found in {record.issuer}’s register", "Number and record match."),
        _sealed(record, sealed),
        _standing(judgement, status),
        _unchanged(judgement, logged),
    )


def _awarded(record: Record) -> SafeString:
    return format_html(
        "{} awarded it to <b><bdi>{}</bdi></b> for <b><bdi>{}</bdi></b>.",
        record.issuer,
        record.holder,
        record.course,
    )


def _checked(judgement: Judgement) -> str:
    zone = judgement.record.zone
    return f"Checked against the live register on {minute(judgement.checked_at, zone)}"


def _expired(record: Record) -> Banner:
    ended = day_of(record.valid_until, record.zone) if record.valid_until else ""
    return Banner(
        "warn",
        "clock_alert",
        f"Expired on {ended}",
        f"It was genuine and valid from {day_of(record.issued_at, record.zone)}. "
        "The holder must recertify to use it now.",
        "Ask the holder for a current certificate.",
    )


def _revoked(record: Record, checked: str) -> Banner:
    on = f" on {day_of(record.revoked_at, record.zone)}" if record.revoked_at else ""
    because = f": {record.revoked_because.rstrip('.')}" if record.revoked_because else ""
    return Banner(
        "bad",
        "circle_x",
        f"Revoked{on}",
        f"{record.issuer} withdrew this certificate{because}. It must not be relied on.",
        checked,
    )


def _all_facts(record: Record) -> Iterator[Fact]:
    yield Fact("Holder", (record.holder,), large=True)
    yield Fact("Course", (record.course,), note=record.description)
    chip = "Accredited" if record.label else ""
    yield Fact("Certificate type", (record.certificate_title,), chip=chip)
    yield Fact("Issued by", (record.issuer,))
    yield Fact("Completed", (day(record.completed_on),))
    yield Fact("Issued", (day_of(record.issued_at, record.zone),))
    if record.valid_until:
        yield Fact("Valid until", (day_of(record.valid_until, record.zone),))
    yield Fact("Certificate number", (record.number,))
    if workload := _workload(record):
        yield Fact("Workload and level", (workload,))
    if record.mark:
        yield Fact("Final mark", (f"{record.mark} %",))
    yield from _vouchers(record)


def _few_facts(record: Record) -> Iterator[Fact]:
    yield Fact("Course", (record.course,))
    yield Fact("Certificate number", (record.number,))
    yield Fact("Issued by", (record.issuer,))
    yield Fact("Issued", (day_of(record.issued_at, record.zone),))
    if record.revoked_because:
        yield Fact("Reason", (record.revoked_because,))


def _workload(record: Record) -> str:
    hours = f"{record.hours} learning hours" if record.hours else ""
    return ", ".join(part for part in (hours, record.level) if part)


def _vouchers(record: Record) -> Iterator[Fact]:
    if record.accreditation:
        number = f"No. {record.accreditation.number}, current on the date of issue."
        note = f"{number} {record.accreditation.statement}".strip()
        yield Fact("Accredited by", (record.accreditation.body,), note=note)
    if record.signatories:
        signed = tuple(", ".join(filter(None, pair)) for pair in record.signatories)
        yield Fact("Signed by", signed)


def _worst(outcomes: dict[CheckCode, Outcome], *codes: CheckCode) -> Outcome:
    asked = [outcomes.get(code, Outcome.SKIPPED) for code in codes]
    for outcome in (Outcome.FAILED, Outcome.SKIPPED):
        if outcome in asked:
            return outcome
    return Outcome.PASSED


def _sealed(record: Record, outcome: Outcome) -> Answer:
    if outcome is Outcome.PASSED:
        note = "The digital signature was checked just now."
        return Answer(outcome, f"Sealed by {record.issuer}’s signing key", note)
    note = "The signature does not match the contents."
    return Answer(outcome, f"Not sealed by {record.issuer}’s signing key", note)


def _standing(judgement: Judgement, outcome: Outcome) -> Answer:
    listed = minute(judgement.status_list_at, judgement.record.zone)
    note = f"Status list of {listed}."
    match outcome:
        case Outcome.PASSED:
            return Answer(outcome, "Not revoked, suspended or replaced", note)
        case Outcome.FAILED:
            return Answer(outcome, "Taken back by its issuer", note)
        case _:
            return Answer(outcome, "Status not checked", "The status list could not be read.")


def _unchanged(judgement: Judgement, outcome: Outcome) -> Answer:
    since = day_of(judgement.record.issued_at, judgement.record.zone)
    if outcome is Outcome.PASSED:
        note = f"Fingerprint entered in the public log, entry {judgement.log_index:,}."
        return Answer(outcome, f"Not changed since {since}", note)
    if outcome is Outcome.FAILED:
        return Answer(outcome, "Not what the public log holds", "The fingerprints differ.")
    return Answer(outcome, "Not yet in the public log", "The next checkpoint will hold it.")
