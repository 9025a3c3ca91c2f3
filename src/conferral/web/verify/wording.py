"""What a verdict means, in words for someone in a hurry."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from conferral.credentials.verification.actions import Judgement
from conferral.credentials.verification.record import Record, State
from conferral.foundation.accounts.name_modes import NameMode
from conferral.web.shared.dates import day_of, minute
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
class Answer:
    """One of the four questions behind "How we know"."""

    outcome: Outcome
    title: str
    note: str
    is_the_verdict: bool = False  # It says what the banner says, so in its colour, with its icon.


def banner(judgement: Judgement, checked: str = "") -> Banner:
    """`checked`: what stands in the place of the sentence that says when it was."""
    said = checked or checked_at(judgement.checked_at, judgement.record.zone)
    return _BANNERS[judgement.status](judgement.record, said)


def answers(judgement: Judgement) -> tuple[Answer, ...]:
    """How we know: four plain checks."""
    record = judgement.record
    outcomes = {check.code: check.outcome for check in judgement.verdict.checks}
    return (
        Answer(Outcome.PASSED, f"Found in {record.issuer}’s register", "Number and record match."),
        _sealed(record, _worst(outcomes, CheckCode.SIGNATURE, CheckCode.ISSUER)),
        _standing(judgement, outcomes.get(CheckCode.STATUS, Outcome.SKIPPED)),
        _unchanged(judgement, outcomes.get(CheckCode.LOG, Outcome.SKIPPED)),
    )


def checked_at(moment: datetime, zone: ZoneInfo) -> str:
    return f"Checked against the live register on {minute(moment, zone)}"


def _valid(record: Record, checked: str) -> Banner:
    if record.name_mode is NameMode.WITHHELD:
        return _withheld(record, checked)
    awarded = format_html(
        "{} awarded it to <b><bdi>{}</bdi></b> for <b><bdi>{}</bdi></b>.",
        record.issuer,
        record.holder,
        record.course,
    )
    return Banner("good", "badge_check", "This certificate is valid", awarded, checked)


def _withheld(record: Record, checked: str) -> Banner:
    awarded = format_html(
        "{} awarded it for <b><bdi>{}</bdi></b>. Its holder does not show their name here.",
        record.issuer,
        record.course,
    )
    return Banner("good", "eye_off", "Valid, name withheld", awarded, checked)


def _expired(record: Record, checked: str) -> Banner:
    ended = f" on {day_of(record.valid_until, record.zone)}" if record.valid_until else ""
    return Banner(
        "warn",
        "clock_alert",
        f"Expired{ended}",
        f"It was genuine and valid from {day_of(record.issued_at, record.zone)}. "
        "The holder must renew it to use it now.",
        _instead(record, checked),
    )


def _instead(record: Record, checked: str) -> str:
    if not record.renewed_by:
        return f"Ask the holder for a current certificate. {checked}"
    return format_html(
        'It was renewed by <a href="{}">{}</a>. {}',
        reverse("certificate", args=[record.renewed_by]),
        record.renewed_by,
        checked,
    )


def _not_yet_valid(record: Record, checked: str) -> Banner:
    return Banner(
        "info",
        "calendar_clock",
        f"Valid from {day_of(record.issued_at, record.zone)}",
        "It is genuine, but its time has not come.",
        checked,
    )


def _revoked(record: Record, checked: str) -> Banner:
    on = f" on {day_of(record.revoked_at, record.zone)}" if record.revoked_at else ""
    why = _in_passing(record.revoked_because)
    return Banner(
        "bad",
        "circle_x",
        f"Revoked{on}",
        f"{record.issuer} withdrew this certificate{why}. It must not be relied on.",
        checked,
    )


def _suspended(record: Record, checked: str) -> Banner:
    since = f" since {day_of(record.suspended_at, record.zone)}" if record.suspended_at else ""
    return Banner(
        "warn",
        "circle_pause",
        f"Suspended{since}",
        f"{record.issuer} has suspended this certificate{_in_passing(record.suspended_because)}. "
        "Do not rely on it until the review ends.",
        f"The result will show here. {checked}",
    )


def _replaced(record: Record, checked: str) -> Banner:
    headline, icon = "Replaced by a newer certificate", "refresh_cw"
    if not record.newer:
        sentence = f"{record.issuer} has issued another one in its place."
        then = f"Ask the holder for the newer certificate. {checked}"
        return Banner("info", icon, headline, sentence, then)
    sentence = format_html(
        '{} has issued another one in its place: <a href="{}">{}</a>. This one does not count.',
        record.issuer,
        reverse("certificate", args=[record.newer]),
        record.newer,
    )
    return Banner("info", icon, headline, sentence, checked)


def _specimen(record: Record, checked: str) -> Banner:
    return Banner(
        "mute",
        "flask_conical",
        "Specimen, not a real certificate",
        "This is a sample. It proves nothing about anyone.",
        checked,
    )


def _altered(record: Record, checked: str) -> Banner:
    return Banner(
        "bad",
        "file_x",
        "This record was altered",
        f"Its contents do not match {record.issuer}’s seal, so nothing written in it can be "
        "trusted. None of it is shown here.",
        f"Ask {record.issuer}; do not rely on it until they answer.",
    )


def _key_revoked(record: Record, checked: str) -> Banner:
    return Banner(
        "bad",
        "circle_x",
        "Its seal proves nothing any more",
        f"The key that sealed it was stolen from {record.issuer}, and the public log does not "
        "show that it was sealed before that.",
        f"Ask {record.issuer} for a new certificate. {checked}",
    )


def _status_unknown(record: Record, checked: str) -> Banner:
    return Banner(
        "mute",
        "wifi_off",
        "Genuine, but status not checked",
        f"The seal is {record.issuer}’s. Whether it has been revoked since could not be checked.",
        "Try again in a few minutes.",
    )


def _not_logged(record: Record, checked: str) -> Banner:
    return Banner(
        "mute",
        "hourglass",
        "Genuine, but not yet in the public log",
        "It was sealed a moment ago, and counts once its fingerprint stands in the public log.",
        "Reload this page in a minute.",
    )


def _in_passing(because: str) -> str:
    """A reason as the end of a sentence that goes on behind it."""
    because = because.rstrip(".")
    return f" – {because[:1].lower()}{because[1:]}" if because else ""


_BANNERS: dict[State, Callable[[Record, str], Banner]] = {
    State.VALID: _valid,
    State.EXPIRED: _expired,
    State.NOT_YET_VALID: _not_yet_valid,
    State.REVOKED: _revoked,
    State.SUSPENDED: _suspended,
    State.REPLACED: _replaced,
    State.SPECIMEN: _specimen,
    State.ALTERED: _altered,
    State.KEY_REVOKED: _key_revoked,
    State.STATUS_UNKNOWN: _status_unknown,
    State.NOT_LOGGED: _not_logged,
}


_TAKEN_BACK = {
    State.REVOKED: "Taken back by its issuer",
    State.SUSPENDED: "Suspended by its issuer",
    State.REPLACED: "Replaced by its issuer",
}


def _worst(outcomes: dict[CheckCode, Outcome], *codes: CheckCode) -> Outcome:
    asked = [outcomes.get(code, Outcome.SKIPPED) for code in codes]
    return next((one for one in (Outcome.FAILED, Outcome.SKIPPED) if one in asked), Outcome.PASSED)


def _sealed(record: Record, outcome: Outcome) -> Answer:
    if outcome is Outcome.PASSED:
        note = "The digital signature matches the contents."
        return Answer(outcome, f"Sealed by {record.issuer}’s signing key", note)
    note = "The signature does not match the contents."
    return Answer(outcome, f"Not sealed by {record.issuer}’s signing key", note)


def _standing(judgement: Judgement, outcome: Outcome) -> Answer:
    note = "The register and the published status list say so."
    if title := _TAKEN_BACK.get(judgement.status):
        # The register knows at once; a list follows in seconds, and older credentials have none.
        if outcome is not Outcome.FAILED:
            note = "The register says so."
        return Answer(Outcome.FAILED, title, note, is_the_verdict=True)
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
        note = f"Fingerprint entered in the public log, entry {judgement.log_index}."
        return Answer(outcome, f"Not changed since {since}", note)
    if judgement.log_index is None:
        note = "The next checkpoint will hold its fingerprint."
        return Answer(Outcome.SKIPPED, "Not yet in the public log", note)
    return Answer(outcome, "Not what the public log holds", "The fingerprints differ.")
