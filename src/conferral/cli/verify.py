"""`conferral verify`: a number or a file, judged. Exit 0 valid, 1 not valid, 2 could not tell."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import pikepdf
import typer
from django.utils import timezone

from conferral.cli import offline as without_us
from conferral.cli.certificates import existing
from conferral.cli.screen import complain, print_json, say
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.documents import Answer, judge_document, judge_token
from conferral.credentials.verification.forms import json_of
from conferral.credentials.verification.record import record_of
from conferral.foundation.refusal import Refused
from credkit.baking import unbake
from credkit.canonical import load_json
from credkit.errors import Malformed
from credkit.verify import Status

_ATTACHMENT = "credential.json"
_BEGINNING = 1000  # Bytes in which an SVG has to say that it is one.
_TOKEN = re.compile(rb"[A-Za-z0-9_.~-]+")
_VALID, _NOT_VALID, _COULD_NOT_TELL = 0, 1, 2
_EXIT = {
    Status.VALID: _VALID,
    Status.STATUS_UNKNOWN: _COULD_NOT_TELL,
    Status.UNKNOWN_ISSUER: _COULD_NOT_TELL,
    Status.NOT_LOGGED: _COULD_NOT_TELL,
}
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
    Status.STATUS_UNKNOWN: "It is genuine, but its status was not checked.",
}


def verify(  # One for each option of the command.
    what: Annotated[str, typer.Argument(help="A number, or a file: JSON, PDF, picture or token")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs")] = False,
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
    if Path(what).is_file() and without_us.is_evidence(Path(what)):
        without_us.verify_evidence(Path(what), log_key or [], as_json=as_json)
    try:
        content, remark = _content(what)
        answer = _judged(content, beside, offline=offline)
    except (Malformed, Refused) as error:
        complain(str(error))
        raise typer.Exit(_COULD_NOT_TELL) from None
    if as_json:
        print_json(_as_json(answer, remark))
    else:
        _tell(answer, remark)
    status = _EXIT.get(answer.verdict.status, _NOT_VALID)
    raise typer.Exit(_NOT_VALID if remark and status == _VALID else status)


def _content(what: str) -> tuple[bytes, str]:
    """The document or token that is meant, and what is wrong with the file around it."""
    path = Path(what)
    if not path.is_file():
        return json_of(existing(what)), ""
    content = path.read_bytes()
    if content.startswith(b"%PDF-"):
        known = Certificate.objects.filter(sha256=sha256(content).hexdigest()).exists()
        remark = "" if known else "The PDF is not the one that was issued, byte for byte."
        return _attached(path), remark
    is_picture = content.startswith(b"\x89PNG") or b"<svg" in content[:_BEGINNING]
    return unbake(content).encode() if is_picture else content, ""


def _judged(content: bytes, proof: str, *, offline: bool) -> Answer:
    now = timezone.now()
    if _TOKEN.fullmatch(content.strip()):
        return judge_token(content.strip().decode(), now, offline=offline, proof=proof)
    return judge_document(load_json(content), now, offline=offline, proof=proof)


def _attached(path: Path) -> bytes:
    try:
        with pikepdf.open(path) as pdf:
            if _ATTACHMENT not in pdf.attachments:
                raise Malformed(f"{path.name} has no credential attached.")
            return bytes(pdf.attachments[_ATTACHMENT].get_file().read_bytes())
    except pikepdf.PdfError as error:
        raise Malformed(f"{path.name} is no PDF that can be read ({error}).") from error


def _tell(answer: Answer, remark: str) -> None:
    say(remark or _SENTENCES[answer.verdict.status])
    for difference in answer.differences:
        say(f"{difference.path}: the register says {difference.register}, ")
        say(f"{' ' * len(difference.path)}  the file says {difference.file}")
    for check in answer.verdict.checks:
        say(f"  {check.code}: {check.outcome}{f' ({check.detail})' if check.detail else ''}")


def _accreditation(credential: Credential) -> dict[str, object] | None:
    """What the gate said on the day of issue, and since when that is not so any more."""
    today = timezone.now().astimezone(credential.key.organization.zone).date()
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


def _as_json(answer: Answer, remark: str) -> dict[str, object]:
    verdict = answer.verdict
    return {
        "status": Status.ALTERED if remark and verdict.status is Status.VALID else verdict.status,
        "remark": remark,
        "number": answer.credential.number if answer.credential else None,
        "accreditation": _accreditation(answer.credential) if answer.credential else None,
        "checks": [
            {"code": check.code, "outcome": check.outcome, "detail": check.detail}
            for check in verdict.checks
        ],
        "differences": [
            {"path": each.path, "register": each.register, "file": each.file}
            for each in answer.differences
        ],
    }
