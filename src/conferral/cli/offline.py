"""`conferral verify --offline`: a file judged with what was taken away once. Nothing is asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import typer
from django.utils import timezone

from conferral.cli.screen import complain, print_json
from conferral.cli.verdicts import COULD_NOT_TELL, checks_of, exit_code, lines_of
from conferral.credentials.verification import sandbox
from conferral.credentials.verification.opening import Kind
from conferral.foundation.refusal import Refused
from conferral.strangers import published
from conferral.strangers.offline import Handed, Judged, judge
from credkit.errors import Malformed
from credkit.reading import read
from credkit.verify import Check, CheckCode, Outcome, Status
from credkit.verify import evidence as evidences
from credkit.verify.evidence import Evidence

_SENTENCES = {
    Status.VALID: "This certificate is valid, as far as is known here.",
    Status.EXPIRED: "It was genuine, and it has expired.",
    Status.NOT_YET_VALID: "It is genuine, and its validity has not begun.",
    Status.SUSPENDED: "It is genuine, and it was suspended: do not rely on it before asking.",
    Status.REVOKED: "It has been revoked: it must not be relied on.",
    Status.KEY_REVOKED: "It was sealed with a key that was stolen, and nothing here proves that "
    "it was sealed before. Its .tlog-proof or its evidence may.",
    Status.ALTERED: "This file was altered: it is not what was sealed.",
    Status.UNREADABLE: "This is no certificate that can be read.",
    Status.NOT_LOGGED: "It is sealed, but this copy does not list it: it is newer than the copy, "
    "or was never entered.",
    Status.UNKNOWN_ISSUER: "Its issuer is none of those whom you have named.",
    Status.SPECIMEN: "It is a specimen, not a real certificate: it proves nothing about anyone.",
    Status.STATUS_UNKNOWN: "It is genuine. Whether it still stands is not known any more: ask.",
}
_NOT_NAMED = (
    "Everything in this file fits together. Whose it is, it cannot prove by itself: compare the "
    "log’s key below with one that you have from elsewhere, then say --log-key."
)


def is_evidence(path: Path) -> bool:
    with path.open("rb") as file:
        beginning = file.read(1_048_576)
    return beginning.startswith(b"{") and evidences.TYPE.encode() in beginning


def verify_evidence(path: Path, log_keys: list[str], *, as_json: bool) -> None:
    """By itself. `log_keys`: the logs that the caller knows from elsewhere."""
    try:
        evidence = Evidence.of_file(path.read_bytes())
    except Malformed as error:
        raise _not_read(str(error)) from None
    verdict = evidences.judge(evidence, log_keys, timezone.now())
    judged = Judged(verdict, read(evidence.credential))
    is_whole = all(_is_fine(check) for check in verdict.checks)
    is_nobodys = is_whole and verdict.status is Status.UNKNOWN_ISSUER
    sentence = _NOT_NAMED if is_nobodys else _SENTENCES[verdict.status]
    _end(judged, [sentence, f"  The log: {evidence.log_key}"], as_json=as_json)


def verify_with(bundle: Path, path: Path, proof: str, *, as_json: bool) -> None:
    """With a copy of its issuer's public half: a folder or a ZIP."""
    try:
        copy = published.opened(bundle)
        judged = judge(_handed(path, proof), copy, timezone.now())
    except (Malformed, Refused) as error:
        raise _not_read(str(error)) from None
    made = f"{copy.name}, {copy.issuer}, made {copy.made_at:%Y-%m-%d %H:%M} UTC"
    sentence = _SENTENCES[judged.verdict.status]
    _end(judged, [sentence, f"  The copy: {made}"], as_json=as_json)


def _handed(path: Path, proof: str) -> Handed:
    if not path.is_file():
        raise Refused(f"{path} is no file. Without the register, a number says nothing.")
    content = path.read_bytes()
    opened = sandbox.opened(content)
    if not opened.text:
        raise Refused(f"{path.name} has no credential in it.")
    return Handed(opened.text, content if opened.kind is Kind.PDF else b"", proof)


def _not_read(sentence: str) -> typer.Exit:
    complain(sentence)
    return typer.Exit(COULD_NOT_TELL)


def _is_fine(check: Check) -> bool:
    return check.outcome is Outcome.PASSED or check.code is CheckCode.ISSUER


def _end(judged: Judged, lines: list[str], *, as_json: bool) -> NoReturn:
    if as_json:
        print_json(_as_json(judged))
    else:
        typer.echo("\n".join([*lines, *_found(judged)]))  # Keys are never wrapped.
    raise typer.Exit(exit_code(judged.verdict.status))


def _found(judged: Judged) -> Iterator[str]:
    """What the seal is on, when there is a good one, and each question with its answer."""
    checks, said = judged.verdict.checks, judged.said
    sealed = {check.code for check in checks if check.outcome is Outcome.PASSED}
    if said and CheckCode.SIGNATURE in sealed:
        yield f"  The seal is on: {said.holder_name}, {said.achievement_name}, {said.id}"
    yield from lines_of(judged.verdict)


def _as_json(judged: Judged) -> dict[str, object]:
    said = judged.said
    return {
        "status": judged.verdict.status,
        "credential": said.id if said else None,
        "holder": said.holder_name if said else None,
        "achievement": said.achievement_name if said else None,
        "checks": checks_of(judged.verdict),
    }
