"""`conferral export`: one certificate as a file."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import orjson
import typer

from conferral.cli.certificates import existing
from conferral.cli.screen import err
from conferral.credentials.designs.certificate import pdf_of, png_of
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential


class Form(StrEnum):
    JSON = "json"
    PDF = "pdf"
    PNG = "png"


def export(
    number: str,
    form: Annotated[Form, typer.Option("--format", help="Which form of it")] = Form.JSON,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file to write")] = None,
) -> None:
    """Write one certificate: the signed JSON, the PDF as printed, or a picture."""
    credential = existing(number)
    content = _FORMS[form](credential)
    path = output or Path(f"{credential.number}.{form}")
    path.write_bytes(content)
    err.print(f"{path}: {len(content):,} bytes", markup=False, highlight=False)


def _json(credential: Credential) -> bytes:
    return orjson.dumps(secured_document(credential), option=orjson.OPT_INDENT_2)


_FORMS: dict[Form, Callable[[Credential], bytes]] = {
    Form.JSON: _json,
    Form.PDF: pdf_of,
    Form.PNG: png_of,
}
