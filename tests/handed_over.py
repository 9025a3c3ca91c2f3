"""A small register for a whole module of tests: two certificates as they may be handed over."""

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson
import segno
from django.db import transaction
from django.test import override_settings
from PIL import Image

from cast import a_course, an_issued_credential
from conferral.credentials.designs.certificate import badge_of, baked_png_of, pdf_of
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.envelopes.actions import sign_now
from conferral.credentials.envelopes.models import Kind
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential
from conferral.credentials.transparency.jobs import SEQUENCE
from conferral.foundation import vault


@dataclass(frozen=True)
class HandedOver:
    """The files of Ada's certificate, and the PDF of Thandi's."""

    credential: Credential
    files: dict[str, bytes]
    other: bytes
    folder: Path


@contextmanager
def apart(folder: Path) -> Iterator[None]:
    """A register for a module: everything is as it was before, afterwards."""
    vault.allow_signing()
    with override_settings(MEDIA_ROOT=folder, LOG_HEAD=folder / "head"), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def handed_over(folder: Path) -> Iterator[HandedOver]:
    with apart(folder):
        version = a_course()
        other = an_issued_credential("Thandi Dlamini", version)
        credential = an_issued_credential(version=version)
        PRINT_LOGGED.run()
        credential.refresh_from_db()
        yield HandedOver(credential, _files(credential), pdf_of(other), folder)


def _files(credential: Credential) -> dict[str, bytes]:
    token = sign_now(credential, Kind.JWT)
    SEQUENCE.run()
    return {
        "pdf": pdf_of(credential),
        "png": baked_png_of(credential),
        "svg": badge_of(credential),
        "json": orjson.dumps(secured_document(credential)),
        "jwt": token.encode(),
    }


def a_photo(url: str, picture_format: str = "JPEG") -> bytes:
    """Of a QR code, somewhere on a grey table."""
    drawn, out = io.BytesIO(), io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="png", scale=8)
    table = Image.new("RGB", (900, 700), "#d9d9d9")
    table.paste(Image.open(drawn).convert("RGB"), (200, 100))
    table.save(out, picture_format)
    return out.getvalue()


def a_png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """Of so many pixels, as it says; with more chunks between the header and the end."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    summed = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + summed
