"""Eyes for what was printed that are not ours: poppler, qpdf, pikepdf, ZXing."""

import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image


@dataclass(frozen=True)
class Paper:
    """A printed certificate."""

    path: Path

    @classmethod
    def of(cls, pdf: bytes, folder: Path) -> "Paper":
        path = folder / "certificate.pdf"
        path.write_bytes(pdf)
        return cls(path)

    @cached_property
    def text(self) -> str:
        return _run("pdftotext", "-layout", str(self.path), "-")

    @cached_property
    def words(self) -> list["Word"]:
        page = _run("pdftotext", "-bbox", str(self.path), "-")
        return [Word.parse(line) for line in page.splitlines() if "<word" in line]

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(self.path)

    @cached_property
    def scan(self) -> Image.Image:
        """As a phone would see it: 110 dots an inch."""
        _run("pdftoppm", "-r", "110", "-png", "-singlefile", str(self.path), str(self.path))
        return Image.open(f"{self.path}.png")

    def qr(self) -> str:
        """What a phone reads from it."""
        found = zxingcpp.read_barcode(self.scan)
        assert found is not None
        return found.text

    def problems(self) -> str:
        return _run("qpdf", "--check", str(self.path))


@dataclass(frozen=True)
class Word:
    """Points from the top left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def parse(cls, line: str) -> "Word":
        left, top, right, bottom = (float(part) for part in line.split('"')[1:9:2])
        return cls(line.split(">")[1].split("<")[0], left, top, right, bottom)


def _run(tool: str, *arguments: str) -> str:
    if shutil.which(tool) is None:
        pytest.fail(f"This test needs {tool} (Debian: poppler-utils, qpdf).")
    return subprocess.run([tool, *arguments], capture_output=True, text=True, check=True).stdout
