"""Paper without Typst, for tests whose story is another.

One empty page that names its number, and a dot for its picture.
"""

import io
from functools import cache

import pikepdf
import pytest
from PIL import Image

from conferral.credentials.delivery import pictures
from conferral.credentials.designs import printing
from conferral.credentials.designs.variables import CertificateData


def blank(data: CertificateData) -> bytes:
    """A sound PDF, some fifty times quicker than the real one."""
    page, out = pikepdf.new(), io.BytesIO()
    page.add_blank_page()
    page.docinfo["/Title"] = data.number
    page.save(out, deterministic_id=True)
    return out.getvalue()


def lay_in(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(printing, "pdf", blank)
    patched.setattr(pictures, "png_of", lambda credential, width: _dot())


@pytest.fixture
def plain_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    lay_in(monkeypatch)


@cache
def _dot() -> bytes:
    png = io.BytesIO()
    Image.new("RGB", (1, 1)).save(png, "PNG")
    return png.getvalue()
