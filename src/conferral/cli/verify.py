"""`conferral verify`: a number or a file, judged. Exit 0 valid, 1 not valid, 2 could not tell."""

import re
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from django.utils import timezone

from conferral.cli import offline as without_us
from conferral.cli.certificates import existing
from conferral.cli.options import AsJson
from conferral.cli.screen import complain, print_json, say
from conferral.cli.verdicts import COULD_NOT_TELL, checks_of, exit_code, lines_of
from conferral.cli.verified_files import (
    accreditation_of,
    as_json_of,
    tell_differences,
    tell_of_specimens,
    verify_file,
)
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification import sandbox
from conferral.credentials.verification.documents import Answer, judge_document, judge_token
from conferral.credentials.verification.forms import json_of
from conferral.foundation.refusal import Refused
from credkit.canonical import load_json
from credkit.errors import Malformed
from credkit.verify import Status

_TOKEN = re.compile(rb"[A-Za-z0-9_.~-]+")
_SENTENCES = {
    Status.VALID: "This certificate is valid.",
    Status.EXPIRED: "It was genuine, and it has expired.",
    Status.NOT_YET_VALID: "It is genuine, and its validity has not begun.",
    Status.SUSPENDED: "It is genuine, and it is suspended: do not rely on it now.",
    Status.REVOKED: "It has been revoked: it must not be relied on.",
    Status.KEY_REVOKED: "It was sealed with a key that was stolen: it proves nothing.",
    Status.ALTERED: "This file was altered: its contents do not match the seal.",
    Status.UNREADABLE: "This is no certificate that can be read.",
    Status.NOT_LOGGED: "It is sealed, but it is not in the public log.",
    Status.UNKNOWN_ISSUER: "Nobody known to this register has sealed it.",
    Status.SPECIMEN: "It is a specimen: it proves nothing about anyone.",
    Status.STATUS_UNKNOWN: "It is genuine, but its status was not checked.",
}


def verify(  # One for each option of the command.
    what: Annotated[str, typer.Argument(help="A number, or a file: JSON, PDF, picture or token")],
    as_json: AsJson = False,
    proof: Annotated[
        Path | None, typer.Option(help="The .tlog-proof that came with the file", exists=True)
    ] = None,
    offline: Annotated[bool, typer.Option(help="Check the seal only, not the live status")] = False,
    *,
    bundle: Annotated[
        Path | None, typer.Option(help="What conferral publish made, or a ZIP of it", exists=True)
    ] = None,
    log_key: Annotated[
        list[str] | None, typer.Option(help="With evidence: a log that you know; may be repeated")
    ] = None,
) -> None:
    """Check a certificate. Exit 0: valid. 1: not valid. 2: could not tell."""
    beside = proof.read_text(errors="replace") if proof else ""
    if bundle:
        without_us.verify_with(bundle, Path(what), beside, as_json=as_json)
    is_alone = offline or bool(log_key)
    if is_alone and Path(what).is_file() and without_us.is_evidence(Path(what)):
        without_us.verify_evidence(Path(what), log_key or [], as_json=as_json)
    try:
        if Path(what).is_file() and not (offline or proof):
            verify_file(Path(what), partial(_verify_number, as_json=as_json), as_json=as_json)
        _end(_judged(_content(what), beside, offline=offline), as_json=as_json)
    except (Malformed, Refused) as error:
        complain(str(error))
        raise typer.Exit(COULD_NOT_TELL) from None


def _verify_number(number: str, *, as_json: bool) -> None:
    _end(_judged(json_of(existing(number)), "", offline=False), as_json=as_json)


def _end(answer: Answer, *, as_json: bool) -> NoReturn:
    if as_json:
        print_json(_as_json(answer))
    else:
        say(_SENTENCES[answer.verdict.status])
        tell_of_specimens(answer.credential)
        tell_differences(answer.differences)
        say("\n".join(lines_of(answer.verdict)))
    raise typer.Exit(exit_code(answer.verdict.status))


def _content(what: str) -> bytes:
    """The document or token that is meant; of a file, what is in it and not what is around it."""
    path = Path(what)
    if not path.is_file():
        return json_of(_numbered(what))
    opened = sandbox.opened(path.read_bytes())
    if not opened.text:
        raise Malformed(f"{path.name} has no credential in it.")
    return opened.text.encode()


def _numbered(what: str) -> Credential:
    try:
        return existing(what)
    except Refused as refusal:
        raise Refused(f"{refusal} There is no file of that name, either.") from refusal


def _judged(content: bytes, proof: str, *, offline: bool) -> Answer:
    now = timezone.now()
    if _TOKEN.fullmatch(content.strip()):
        return judge_token(content.strip().decode(), now, offline=offline, proof=proof)
    return judge_document(load_json(content), now, offline=offline, proof=proof)


def _as_json(answer: Answer) -> dict[str, object]:
    return {
        "status": answer.verdict.status,
        "specimen": answer.credential is not None and answer.credential.proves_nothing,
        "number": answer.credential.number if answer.credential else None,
        "accreditation": accreditation_of(answer.credential) if answer.credential else None,
        "checks": checks_of(answer.verdict),
        "differences": as_json_of(answer.differences),
    }
