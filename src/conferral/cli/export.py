"""`conferral export`: one certificate as a file, in any of its forms."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import orjson
import typer
from django.utils import timezone

from conferral.cli.certificates import existing
from conferral.cli.screen import err
from conferral.credentials.envelopes.actions import sign_now
from conferral.credentials.envelopes.models import Kind
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.records import record_of
from conferral.credentials.verification.evidence import evidence_file
from conferral.credentials.verification.forms import BLOCKCERT, FORMS
from conferral.credentials.verification.log_proof import token_tlog_proof
from conferral.foundation import vault
from conferral.foundation.refusal import Refused
from credkit.verify.tokens import token_digest


class Format(StrEnum):
    JSON = "json"
    JWT = "jwt"
    VC_JWT = "vc-jwt"
    SD_JWT = "sd-jwt"
    PDF = "pdf"
    PNG = "png"
    SVG = "svg"
    CLR = "clr"
    TLOG_PROOF = "tlog-proof"
    EVIDENCE = "evidence"
    BLOCKCERTS = "blockcerts"


_ENDINGS = {Format.EVIDENCE: "evidence.json", Format.BLOCKCERTS: BLOCKCERT.ending}


def export(
    number: str,
    form: Annotated[Format, typer.Option("--format", help="Which form of it")] = Format.JSON,
    of: Annotated[
        str, typer.Option(help="With tlog-proof: jwt, vc-jwt, sd-jwt, or a file with a token")
    ] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file to write")] = None,
) -> None:
    """Write one certificate: signed JSON, the PDF as printed, a badge, a token; or, as a
    Comprehensive Learner Record, all that its holder has earned from its issuer; or its evidence,
    which verifies without anybody (docs/without-us.md); or a Blockcert, where it is anchored as one
    (docs/log.md)."""
    credential = existing(number)
    if of and form is not Format.TLOG_PROOF:
        raise Refused("--of goes with --format tlog-proof: it says which token the proof is of.")
    content = _proof_of_token(credential, of) if of else _content(credential, form)
    what = f"{of}.{form}" if of in set(Kind) else _ENDINGS.get(form, form)
    path = output or Path(f"{credential.number}.{what}")
    path.write_bytes(content)
    err.print(f"{path}: {len(content):,} bytes", markup=False, highlight=False)


def _proof_of_token(credential: Credential, of: str) -> bytes:
    """`of`: a kind; or a token as somebody has it, for one that was signed anew since."""
    if of in set(Kind):
        vault.allow_signing()
        return token_tlog_proof(credential, token_digest(sign_now(credential, Kind(of))))
    if not Path(of).is_file():
        raise Refused(f"{of} is neither jwt, vc-jwt, sd-jwt nor a file.")
    return token_tlog_proof(credential, token_digest(Path(of).read_text(errors="replace").strip()))


def _content(credential: Credential, form: Format) -> bytes:
    match form:
        case Format.JWT | Format.VC_JWT | Format.SD_JWT:
            vault.allow_signing()
            return sign_now(credential, Kind(form.value)).encode()
        case Format.CLR:
            vault.allow_signing()
            record = record_of(credential, timezone.now())
            return orjson.dumps(record, option=orjson.OPT_INDENT_2)
        case Format.EVIDENCE:
            return evidence_file(credential)
        case Format.BLOCKCERTS:
            return BLOCKCERT.make(credential)
        case published:
            return FORMS[published].make(credential)
