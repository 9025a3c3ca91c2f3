"""A verification that is printed: one sheet, with everything that a file drawer asks for."""

import subprocess
from pathlib import Path

import pytest

from journeys.browsing import Visitor
from journeys.pages import AddressOf
from paper import Paper

pytestmark = pytest.mark.browser

_A4 = "594.96 x 841.92 pts (A4)"


@pytest.mark.parametrize("status", ["valid", "expired", "suspended", "revoked", "specimen"])
def test_a_verification_is_exactly_one_sheet(
    status: str, address_of: AddressOf, visitor: Visitor, tmp_path: Path
) -> None:
    # The course with the longest title and the most to say.
    address = address_of(status, "mel" if status == "valid" else "")
    visitor.go(address)
    paper = _printed(visitor, tmp_path)
    paper.scan.save(visitor.shots(f"paper/{status}"))

    told = subprocess.run(["pdfinfo", paper.path], capture_output=True, text=True, check=True)
    facts = dict(line.split(":", 1) for line in told.stdout.splitlines() if ":" in line)
    assert facts["Pages"].strip() == "1"
    assert facts["Page size"].strip() == _A4
    assert address in paper.text
    assert address.rpartition("/")[2] in paper.text
    assert "Checked against the live register on" in " ".join(paper.text.split())


def _printed(visitor: Visitor, folder: Path) -> Paper:
    """As the button “Print this result” would; the sheet's own size."""
    return Paper.of(visitor.page.pdf(prefer_css_page_size=True), folder)
