"""Signed PDFs, as readers see them that are not ours."""

import random
from datetime import UTC, datetime
from functools import cache

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credkit.errors import Malformed
from credkit.keys import P256Signer
from credkit.pdf.render import DesignFiles, render
from credkit.pdf.signing import pades, timestamp
from credkit.pdf.signing.identity import Identity, Subject, self_signed
from credkit.pdf.signing.revision import NO_EVIDENCE, Evidence, Mark, prepare
from paper import Paper
from sealed import opinion, pdfsig
from tsa import Tsa, a_tsa

WHEN = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
SOURCE = """\
#let certificate(data, attachment) = [
#set document(title: "Test", date: datetime(year: 2026, month: 11, day: 21))
#set text(font: "Noto Serif", lang: "en")
= Title
#link("https://example.test")[A link, which is an annotation.]
#pdf.attach("credential.json", bytes(attachment), relationship: "data",
  mime-type: "application/json", description: "what was signed")
]
"""
CREDENTIAL = b'{"id": "urn:uuid:1"}'


@cache
def identity() -> Identity:
    signer = P256Signer(b"\1" * 32)
    subject = Subject("SayPro", "SayPro", 7, WHEN, WHEN.replace(year=2036))
    return Identity.of(signer, self_signed(subject, signer))


@pytest.fixture(scope="module")
def unsigned(tmp_path_factory) -> bytes:
    folder = tmp_path_factory.mktemp("design")
    (folder / "main.typ").write_text(SOURCE)
    return render(DesignFiles(folder, "main.typ"), {}, attachment=CREDENTIAL)


@pytest.fixture(scope="module")
def signed(unsigned) -> bytes:
    return pades.sign(unsigned, identity(), "SayPro (training)", WHEN)


@pytest.fixture(scope="module")
def tsa(tmp_path_factory):
    with a_tsa(tmp_path_factory.mktemp("tsa")) as one:
        yield one


def test_poppler_says_that_the_signature_is_valid(signed, tmp_path):
    said = pdfsig(signed, tmp_path)
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert said.count("Signature #") == 1


def test_pyhanko_says_intact_valid_trusted_and_entire_file(signed):
    found = opinion(signed, identity().certificate)
    assert found.is_whole
    assert found.status.intact
    assert found.status.valid
    assert found.status.trusted
    assert found.status.md_algorithm == "sha256"


def test_it_certifies_that_nothing_may_change(signed, tmp_path):
    pdf = Paper.of(signed, tmp_path).pdf
    (reference,) = pdf.Root.Perms.DocMDP.Reference
    assert reference.TransformMethod == "/DocMDP"
    assert reference.TransformParams.P == 1
    assert "/DigestMethod" not in reference  # ISO 19005-3, 6.1.12.


def test_the_moment_is_the_callers(signed, tmp_path):
    pdf = Paper.of(signed, tmp_path).pdf
    assert pdf.Root.Perms.DocMDP.M == "D:20261121093000Z"


def test_the_same_page_at_the_same_moment_gives_the_same_bytes(unsigned, signed):
    assert pades.sign(unsigned, identity(), "SayPro (training)", WHEN) == signed


def test_the_file_before_the_signature_is_untouched(unsigned, signed):
    assert signed.startswith(unsigned)


def test_it_is_still_the_archive_and_the_accessible_form(signed, tmp_path):
    pdf = Paper.of(signed, tmp_path).pdf
    with pdf.open_metadata() as marks:
        assert (marks["pdfaid:part"], marks["pdfaid:conformance"]) == ("3", "A")
        assert marks["pdfuaid:part"] == "1"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.pages[0].Tabs == "/S"


def test_its_field_is_invisible_and_printable(signed, tmp_path):
    pdf = Paper.of(signed, tmp_path).pdf
    (field,) = pdf.Root.AcroForm.Fields
    assert list(field.Rect) == [0, 0, 0, 0]
    assert field.F == 0b10000100  # Print and locked; neither hidden nor without view.
    assert "/NeedAppearances" not in pdf.Root.AcroForm


def test_the_links_of_the_page_stay(signed, tmp_path):
    pdf = Paper.of(signed, tmp_path).pdf
    kinds = [each.Subtype for each in pdf.pages[0].Annots]
    assert sorted(map(str, kinds)) == ["/Link", "/Widget"]


def test_the_attachment_stays(signed, tmp_path):
    pdf = Paper.of(signed, tmp_path).pdf
    assert pdf.attachments["credential.json"].get_file().read_bytes() == CREDENTIAL


def test_qpdf_finds_nothing_wrong(signed, tmp_path):
    assert "No syntax or stream encoding errors" in Paper.of(signed, tmp_path).problems()


def test_a_name_in_any_script_is_kept(unsigned, tmp_path):
    name = "Ñandú (教育) \\ )"
    again = pades.sign(unsigned, identity(), name, WHEN)
    pdf = Paper.of(again, tmp_path).pdf
    assert str(pdf.Root.Perms.DocMDP.Name) == name
    assert opinion(again, identity().certificate).is_whole


def test_a_time_stamp_says_when_somebody_else_saw_it(unsigned, tsa):
    stamped = _stamped(unsigned, tsa, NO_EVIDENCE)
    found = opinion(stamped, identity().certificate, tsa.root)
    assert found.is_whole
    assert found.status.timestamp_validity.valid
    assert found.status.timestamp_validity.trusted


def test_long_term_evidence_is_under_the_signature(unsigned, tsa, tmp_path):
    """PAdES B-LT without a revision after the signature: the total document stays signed."""
    crl = (tsa.folder / "crl").read_bytes()
    stamped = _stamped(unsigned, tsa, Evidence(certificates=(tsa.root,), crls=(crl,)))
    assert opinion(stamped, identity().certificate, tsa.root).is_whole
    assert "Total document signed" in pdfsig(stamped, tmp_path)
    pdf = Paper.of(stamped, tmp_path).pdf
    assert [each.read_bytes() for each in pdf.Root.DSS.Certs] == [tsa.root]
    assert [each.read_bytes() for each in pdf.Root.DSS.CRLs] == [crl]
    assert "/OCSPs" not in pdf.Root.DSS
    assert "No syntax or stream encoding errors" in Paper.of(stamped, tmp_path).problems()


@settings(max_examples=60, deadline=None)
@given(place=st.integers(min_value=0), change=st.integers(1, 255))
def test_any_changed_byte_is_seen(signed, place, change):
    changed = bytearray(signed)
    changed[place % len(signed)] ^= change
    assert not _is_whole(bytes(changed)) or _is_padding(signed, place % len(signed))


def test_an_appended_revision_is_seen(signed, tmp_path):
    path = tmp_path / "appended.pdf"
    path.write_bytes(signed)
    # A revision as an attacker writes one: the catalog once more, with another language.
    with pikepdf.open(path) as pdf:
        pdf.Root.Lang = pikepdf.String("xx")
        catalog, number = pdf.Root.unparse(resolved=True), pdf.Root.objgen[0]
        size = int(pdf.trailer["/Size"])
    table = int(signed.rpartition(b"startxref")[2].split()[0])
    body = b"%d 0 obj\n%b\nendobj\n" % (number, catalog)
    at = len(signed)
    appended = signed + body + b"xref\n%d 1\n%010d 00000 n\r\ntrailer\n" % (number, at)
    appended += b"<</Size %d/Root %d 0 R/Prev %d>>\n" % (size, number, table)
    appended += b"startxref\n%d\n%%%%EOF\n" % (at + len(body))
    assert not opinion(appended, identity().certificate).is_whole
    assert "Not total document signed" in pdfsig(appended, tmp_path)


def test_a_signature_from_another_page_does_not_fit(unsigned, signed):
    other = prepare(unsigned, Mark("SayPro (training)", WHEN.replace(hour=8)), 1500)
    hole = prepare(unsigned, Mark("SayPro (training)", WHEN), 1500)
    start = signed.index(b"/Contents<", len(unsigned)) + len(b"/Contents<")
    taken = bytes.fromhex(signed[start : signed.index(b">", start)].decode())[:1400]
    assert hole.digest != other.digest
    assert not _is_whole(other.filled(taken))


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7\n", b"startxref\n0\n%%EOF"])
def test_what_is_no_pdf_is_refused(junk):
    with pytest.raises(Malformed):
        prepare(junk, Mark("x", WHEN), 1000)


def test_a_pdf_that_is_signed_already_is_refused(signed):
    with pytest.raises(Malformed, match="signatures already"):
        prepare(signed, Mark("x", WHEN), 1000)


def test_a_signature_that_is_too_long_is_refused(unsigned):
    with pytest.raises(Malformed, match="does not fit"):
        prepare(unsigned, Mark("x", WHEN), 1000).filled(random.Random(1).randbytes(1001))


def _stamped(unsigned: bytes, tsa: Tsa, evidence: Evidence) -> bytes:
    def stamp(digest: bytes) -> bytes:
        return timestamp.token(tsa.reply(timestamp.query(digest, 7)), digest, 7)

    stamping = pades.TimeStamping(stamp, evidence)
    return pades.sign(unsigned, identity(), "SayPro", WHEN, stamping)


def _is_whole(pdf: bytes) -> bool:
    try:
        return opinion(pdf, identity().certificate).is_whole
    except Exception:  # Whatever pyHanko says of a broken file, it is not a yes.
        return False


def _is_padding(signed: bytes, place: int) -> bool:
    """The empty rest of the hole, and the case of its digits, say nothing to anybody."""
    start = signed.rindex(b"/Contents<") + len(b"/Contents<")
    return start <= place < signed.index(b">", start)
