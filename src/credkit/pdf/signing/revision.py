"""One revision appended to a PDF: an invisible signature field, and a hole for the signature.

Nothing of the file before it is touched: what PDF/A and PDF/UA find there stays as it was.
ISO 32000-1, 7.5.6 (incremental updates), 12.8 (digital signatures).
"""

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import pikepdf

from credkit.errors import Fault, Malformed

_STARTXREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TAIL = 64  # Bytes in which the end of a file must say where its table is.
_RANGE = b"/ByteRange[0 "
_RANGE_SIZE = 32  # Room for three numbers and the bracket after them.
# Print, locked. Of no size in the corner of the page: PDF/A wants no appearance of it, and
# PDF/UA no place in the reading order (ISO 19005-3, 6.3.3; ISO 14289-1, 7.18.1).
_WIDGET = b"/Type/Annot/Subtype/Widget/FT/Sig/T(Seal)/F 132/Rect[0 0 0 0]"
# Level 1: nothing may be changed any more (ISO 32000-1, table 254).
_NO_CHANGES = (
    b"/Reference[<</Type/SigRef/TransformMethod/DocMDP"
    b"/TransformParams<</Type/TransformParams/V/1.2/P 1>>>>]"
)


@dataclass(frozen=True)
class Evidence:
    """What a reader needs years later to check a time stamp, as DER (EN 319 142-1, 5.4.2)."""

    certificates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsp_responses: tuple[bytes, ...] = ()


NO_EVIDENCE = Evidence()


@dataclass(frozen=True)
class Mark:
    """What a signature field says in words. `when`: in UTC."""

    name: str
    when: datetime


@dataclass(frozen=True)
class Unsigned:
    """A PDF with a hole. `start`, `end`: of the hole with its angle brackets, in bytes."""

    content: bytes
    start: int
    end: int

    @property
    def digest(self) -> bytes:
        """SHA-256 of everything but the hole: what is to be signed."""
        around = hashlib.sha256(memoryview(self.content)[: self.start])
        around.update(memoryview(self.content)[self.end :])
        return around.digest()

    def filled(self, signature: bytes) -> bytes:
        """The signed PDF. Malformed: the signature is too long for the hole."""
        room = self.end - self.start - 2
        written = signature.hex().encode()
        if len(written) > room:
            raise Malformed("the signature does not fit into the PDF", Fault.TOO_MUCH)
        hole = b"<" + written.ljust(room, b"0") + b">"
        return self.content[: self.start] + hole + self.content[self.end :]


def prepare(pdf: bytes, mark: Mark, reserved: int, evidence: Evidence = NO_EVIDENCE) -> Unsigned:
    """Append a revision with `reserved` bytes of room for a signature.

    Malformed: not a PDF that can be read; one with forms or signatures; one without an identifier,
    or whose table of objects is not plain text.
    """
    table = _last_table(pdf)
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            _check(document)
            return _appended(pdf, table, _Plan(document, mark, reserved, evidence))
    except pikepdf.PdfError as error:
        raise Malformed(f"not a PDF that can be read: {error}") from error


@dataclass(frozen=True)
class _Plan:
    """What goes into the revision: objects by number, as text."""

    document: pikepdf.Pdf
    mark: Mark
    reserved: int
    evidence: Evidence

    @property
    def size(self) -> int:
        return int(self.document.trailer["/Size"])

    @property
    def signature(self) -> int:
        return self.size

    @property
    def widget(self) -> int:
        return self.size + 1

    def objects(self) -> Iterator[tuple[int, bytes]]:
        page = self.document.pages[0].obj
        first_of_evidence = self.size + 2
        streams, listed = _evidence(self.evidence, first_of_evidence)
        yield self.signature, self._signature()
        yield self.widget, b"<<%b/P %b/V %b>>" % (_WIDGET, _to(page), _reference(self.signature))
        yield from enumerate(streams, first_of_evidence)
        yield page.objgen[0], _with(page, b"/Annots", self._annotations(page))
        form = b"<</Fields[%b]/SigFlags 3>>" % _reference(self.widget)
        permissions = b"/Perms<</DocMDP %b>>" % _reference(self.signature)
        root = self.document.Root
        yield root.objgen[0], _with(root, b"/AcroForm", form + permissions + listed)

    def _signature(self) -> bytes:
        return b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached" + b"".join(
            (
                b"/Name",
                pikepdf.String(self.mark.name).unparse(),
                f"/M(D:{self.mark.when:%Y%m%d%H%M%S}Z)".encode(),
                _NO_CHANGES,
                _RANGE + b" " * _RANGE_SIZE,
                b"/Contents<" + b"0" * (2 * self.reserved) + b">>>",
            )
        )

    def _annotations(self, page: pikepdf.Object) -> bytes:
        others = page.get("/Annots", pikepdf.Array())
        return pikepdf.Array(others).unparse()[:-1] + _reference(self.widget) + b"]"


def _check(document: pikepdf.Pdf) -> None:
    if "/AcroForm" in document.Root or "/Perms" in document.Root:
        raise Malformed("a PDF that has forms or signatures already")
    if "/ID" not in document.trailer:
        raise Malformed("a PDF without an identifier")


def _last_table(pdf: bytes) -> int:
    found = _STARTXREF.search(pdf[-_TAIL:])
    if not found or pdf[(table := int(found[1])) : table + 4] != b"xref":
        raise Malformed("a PDF whose table of objects is not where it should be, or not plain text")
    return table


def _appended(pdf: bytes, table: int, plan: _Plan) -> Unsigned:
    pieces, places = [pdf, b"\n"], {}
    position = len(pdf) + 1
    for number, text in plan.objects():
        places[number] = position
        pieces.append(b"%d 0 obj\n%b\nendobj\n" % (number, text))
        position += len(pieces[-1])
    pieces += [*_table(places), _trailer(pdf, plan, len(places), table)]
    pieces.append(b"startxref\n%d\n%%%%EOF\n" % position)
    return _with_range(b"".join(pieces), places[plan.signature])


def _table(places: dict[int, int]) -> Iterator[bytes]:
    yield b"xref\n"
    for number, place in sorted(places.items()):
        yield b"%d 1\n%010d 00000 n\r\n" % (number, place)


def _trailer(pdf: bytes, plan: _Plan, count: int, previous: int) -> bytes:
    trailer = plan.document.trailer
    added = count - 2  # The page and the catalog have their numbers already.
    first, _ = trailer["/ID"]
    changed = pikepdf.String(hashlib.sha256(pdf).digest()[:16])
    return b"trailer\n<</Size %d/Prev %d/Root %b%b/ID[%b%b]>>\n" % (
        plan.size + added,
        previous,
        _to(plan.document.Root),
        b"/Info " + _to(trailer["/Info"]) if "/Info" in trailer else b"",
        first.unparse(),
        changed.unparse(),
    )


def _with_range(content: bytes, signature: int) -> Unsigned:
    place = content.index(_RANGE, signature) + len(_RANGE)
    start = content.index(b"/Contents<", place) + len(b"/Contents")
    end = content.index(b">", start) + 1
    numbers = b"%d %d %d]" % (start, end, len(content) - end)
    written = numbers.ljust(_RANGE_SIZE)
    return Unsigned(content[:place] + written + content[place + _RANGE_SIZE :], start, end)


def _evidence(evidence: Evidence, first: int) -> tuple[list[bytes], bytes]:
    """The objects of a document security store from number `first` on, and the store itself."""
    streams: list[bytes] = []
    store = b""
    kinds = (
        (b"/Certs", evidence.certificates),
        (b"/CRLs", evidence.crls),
        (b"/OCSPs", evidence.ocsp_responses),
    )
    for name, contents in kinds:
        if contents:
            store += name + _references(first + len(streams), contents)
            streams += map(_stream, contents)
    return streams, b"/DSS<</Type/DSS%b>>" % store if store else b""


def _references(first: int, contents: Sequence[bytes]) -> bytes:
    return b"[%b]" % b" ".join(_reference(first + k) for k in range(len(contents)))


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>\nstream\n%b\nendstream" % (len(content), content)


def _with(dictionary: pikepdf.Object, name: bytes, value: bytes) -> bytes:
    """The dictionary as text, with `name` set to `value`."""
    others = {key: each for key, each in dictionary.items() if key.encode() != name}
    return pikepdf.Dictionary(others).unparse()[:-2] + name + b" " + value + b">>"


def _to(target: pikepdf.Object) -> bytes:
    return _reference(target.objgen[0])


def _reference(number: int) -> bytes:
    return b"%d 0 R" % number
