"""Paper without Typst, for tests whose story is another: one empty page that names its number."""

import io

import pikepdf
import pytest

from conferral.credentials.designs import printing
from conferral.credentials.designs.variables import CertificateData


def blank(data: CertificateData) -> bytes:
    """A sound PDF, some fifty times quicker than the real one."""
    page, out = pikepdf.new(), io.BytesIO()
    page.add_blank_page()
    page.docinfo["/Title"] = data.number
    page.save(out, deterministic_id=True)
    return out.getvalue()


@pytest.fixture
def plain_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "pdf", blank)
