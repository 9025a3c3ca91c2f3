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
from conferral.credentials.verification.forms import FORMS
from conferral.foundation import vault


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


def export(
    number: str,
    form: Annotated[Format, typer.Option("--format", help="Which form of it")] = Format.JSON,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file to write")] = None,
) -> None:
    """Write one certificate: signed JSON, the PDF as printed, a badge, a token; or, as a
    Comprehensive Learner Record, all that its holder has earned from its issuer."""
    credential = existing(number)
    content = _content(credential, form)
    path = output or Path(f"{credential.number}.{form}")
    path.write_bytes(content)
    err.print(f"{path}: {len(content):,} bytes", markup=False, highlight=False)


def _content(credential: Credential, form: Format) -> bytes:
    match form:
        case Format.JWT | Format.VC_JWT | Format.SD_JWT:
            vault.allow_signing()
            return sign_now(credential, Kind(form.value)).encode()
        case Format.CLR:
            vault.allow_signing()
            record = record_of(credential, timezone.now())
            return orjson.dumps(record, option=orjson.OPT_INDENT_2)
        case published:
            return FORMS[published].make(credential)
