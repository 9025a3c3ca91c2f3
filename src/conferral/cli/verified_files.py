"""`conferral verify FILE`: what the page says of a file that is dropped on it, and more for whoever
keeps the register."""

from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import NoReturn

import typer
from django.utils import timezone
from django.utils.html import conditional_escape, strip_tags

from conferral.cli.screen import print_json, say
from conferral.cli.verdicts import COULD_NOT_TELL, NOT_VALID, VALID, checks_of
from conferral.cli.whom import today_at
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification import asking
from conferral.credentials.verification.documents import Difference
from conferral.credentials.verification.files import FileJudgement, FileState, judge_file
from conferral.credentials.verification.record import State, record_of
from conferral.web.verify import file_answer

_EXIT = dict.fromkeys((*FileState, State.STATUS_UNKNOWN, State.NOT_LOGGED), COULD_NOT_TELL) | {
    State.VALID: VALID,
    FileState.FOREIGN_ALTERED: NOT_VALID,
    FileState.ELSEWHERE: NOT_VALID,
}


def verify_file(path: Path, by_number: Callable[[str], None], *, as_json: bool) -> None:
    """`by_number`: what is done about the number that a photo of a QR code leads to."""
    judgement = judge_file(path.read_bytes(), timezone.now(), ask=asking.others)
    if judgement.state is FileState.NUMBER:
        by_number(judgement.number)
    else:
        _end(judgement, as_json=as_json)


def as_json_of(differences: tuple[Difference, ...]) -> list[dict[str, str]]:
    return [
        {"path": each.path, "register": each.register, "file": each.file} for each in differences
    ]


def tell_differences(differences: tuple[Difference, ...]) -> None:
    for each in differences:
        say(f"{each.path}: the register says {each.register}, ")
        say(f"{' ' * len(each.path)}  the file says {each.file}")


def tell_of_specimens(credential: Credential | None) -> None:
    """What stands above every page of a demonstration."""
    if credential and credential.key.organization.is_specimen:
        issuer = credential.key.organization
        say(f"  Demonstration: {issuer} here is a specimen organization. It proves nothing.")


def accreditation_of(credential: Credential) -> dict[str, object] | None:
    """What the gate said on the day of issue, and since when that is not so any more."""
    today = today_at(credential.key.organization)
    record = record_of(credential, today)
    if record.accreditation is None:
        because = record.not_accredited_because
        return {"on_the_day_of_issue": False, "because": because} if because else None
    return {
        "on_the_day_of_issue": True,
        "body": record.accreditation.body,
        "number": record.accreditation.number,
        "statement": record.accreditation.statement,
        "lapsed_since": record.accreditation.lapsed_since,
    }


def _end(judgement: FileJudgement, *, as_json: bool) -> NoReturn:
    if as_json:
        print_json(_as_json(judgement))
    else:
        _tell(judgement)
    raise typer.Exit(_EXIT.get(judgement.state, NOT_VALID))


def _tell(judgement: FileJudgement) -> None:
    banner = file_answer.banner(judgement)
    say(f"{banner.headline}. {_plain(banner.sentence)}")
    tell_of_specimens(judgement.credential)
    if judgement.number:
        say(f"  {judgement.number}")
    for change in file_answer.changes(judgement):
        say(f"  {change}")
    tell_differences(judgement.differences)
    for light in file_answer.lights(judgement):
        say(f"  {light.name}: {light.outcome} ({light.title})")
    if judgement.said:
        say(f"  {judgement.said}")


def _plain(sentence: str) -> str:
    """Without HTML, which a banner's sentence may have: no tags, and names as they are spelled."""
    return unescape(strip_tags(conditional_escape(sentence)))


def _as_json(judgement: FileJudgement) -> dict[str, object]:
    """With what strangers are not told: every check, and every place that differs."""
    credential, verdict = judgement.credential, judgement.verdict
    return file_answer.as_json(judgement) | {
        "accreditation": accreditation_of(credential) if credential else None,
        "checks": checks_of(verdict) if verdict else [],
        "differences": as_json_of(judgement.differences),
    }
