"""Every form in which a credential can be had: its ending, its media type, and how it is made.

A form that must be signed first is asked for by whoever wants it (`Refused`: come back in a
minute), and signed on the belt.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import orjson

from conferral.credentials.blockcerts.documents import blockcert_of
from conferral.credentials.designs.certificate import badge_of, baked_png_of, pdf_of
from conferral.credentials.envelopes.actions import token_of
from conferral.credentials.envelopes.models import Kind
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.log_proof import tlog_proof


@dataclass(frozen=True)
class Form:
    """`make`: from a credential to the bytes of a file, always the same. May be Refused."""

    ending: str
    media_type: str
    make: Callable[[Credential], bytes]


def json_of(credential: Credential) -> bytes:
    """The signed document, as a person can read it."""
    return orjson.dumps(secured_document(credential), option=orjson.OPT_INDENT_2)


def _token(kind: Kind, credential: Credential) -> bytes:
    return token_of(credential, kind).encode()


def _blockcert(credential: Credential) -> bytes:
    return orjson.dumps(blockcert_of(credential), option=orjson.OPT_INDENT_2)


BLOCKCERT = Form("blockcerts.json", "application/vc", _blockcert)
PDF = Form("pdf", "application/pdf", pdf_of)
PNG = Form("png", "image/png", baked_png_of)
FORMS = {
    form.ending: form
    for form in (
        Form("json", "application/vc", json_of),
        PDF,
        PNG,
        Form("svg", "image/svg+xml", badge_of),
        Form("tlog-proof", "text/plain; charset=utf-8", tlog_proof),
        Form(Kind.JWT.value, "application/vc+jwt", partial(_token, Kind.JWT)),
        Form(Kind.VC_JWT.value, "application/jwt", partial(_token, Kind.VC_JWT)),
        Form(Kind.SD_JWT.value, "application/dc+sd-jwt", partial(_token, Kind.SD_JWT)),
    )
}
