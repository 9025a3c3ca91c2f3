import hashlib
import io
import json
import struct
import unicodedata
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from conferral.credentials.designs import printing
from conferral.credentials.designs.sample import SAMPLE, emblem, logo
from conferral.credentials.designs.variables import (
    Accreditation,
    CertificateData,
    Issuer,
    Signature,
)
from credkit.pdf.render import RenderError
from paper import Paper

LONG = replace(
    SAMPLE,
    holder_name="Maximiliana Konstantinopoulou-Featherstonehaugh de la Vega y Montenegro Ramírez",
    course=(
        "Advanced Professional Certificate in Community-Based Monitoring, Evaluation,"
        " Accountability, Research and Learning for Humanitarian and Development Practitioners"
    ),
)
MISSING = replace(
    SAMPLE,
    issuer=Issuer("SayPro"),
    label="",
    description="",
    hours="",
    level="",
    mark="",
    expires=None,
    accreditation=None,
    signatures=(),
)
WORDY = replace(
    SAMPLE,
    issuer=Issuer("The Consortium of " + "Non-Governmental Organisations " * 3, logo()),
    label="Accredited Certificate of Competence with Distinction under the National Framework",
    title="Certificate of Successful Completion of a Programme",
    accreditation=Accreditation(
        "National Board for Vocational Accreditation and Quality Assurance",
        "NBVA/2024/00317-2025-EXTENDED-000001",
        "This course meets the published standard for occupational programmes. " * 8,
        emblem(),
    ),
    level="NQF level 5 of the Occupational Qualifications Sub-Framework",
    mark="Final mark 84 % with distinction in field work",
    verify_short="certificates.verification.a-long-domain.example.org",
)
RTL = replace(
    SAMPLE,
    language="ar",
    issuer=Issuer("SayPro", logo(), "مزوّد تدريب مسجّل"),
    title="شهادة إتمام",
    label="شهادة معتمدة",
    holder_name="نور الهدى عبد العزيز السباعي",
    course="المتابعة والتقييم والتعلم لممارسي التنمية",
    description="برنامج عملي في أطر النتائج وتصميم المؤشرات وجودة البيانات الميدانية.",
    hours="١٢٠ ساعة",
    level="",
    mark="",
    signatures=(Signature("طارق المقدسي", "مدرس الدورة"),),
    accreditation=Accreditation("الهيئة الوطنية للاعتماد", "NBVA/2024/00317", "", emblem()),
)
NAMES = {
    "plain": "Nomvula Grace Dlamini",
    "Simplified Chinese": "欧阳清风",
    "Traditional Chinese": "歐陽靜宜",
    "Japanese": "渡邉 さくら",
    "Korean": "김민준",
    "Vietnamese": "Nguyễn Thị Ánh Tuyết Lukaszewicz-Čapek",
    "isiXhosa": "Nomthandazo Nontsikelelo Mqhayi-Gqirhana",
    "Tshivenda": "Ṱshililo Ḽufuno Ndou-Ṋemaḓala Ṅwali",
    "Setswana": "Mmêmogolo Šeba Ntšhabêlêng",
    "Yoruba": "Oluwaṣeun Adébáyọ̀ Ọláńrewájú",
    "Amharic": "ኃይለ ገብረሥላሴ",
    "one letter": "O",
    "one long word": "Wolfeschlegelsteinhausenbergerdorffkonstantinopoulou",
    "markup": '#panic("x") *b* $x$ #read("/etc/passwd")',
    "more markup": "<script> _x_ `raw` @ref \\ #import // = - + /* <note>",
}
JOINED = {
    "Arabic": "عبد الرحمن بن محمد الخوارزمي",
    "Hindi": "श्रीमती आर्यन्द्रा चक्रवर्ती श्रीवास्तव",
    "Bengali": "রবীন্দ্রনাথ ঠাকুর",
}
PAGES = {
    **{kind: replace(SAMPLE, holder_name=name) for kind, name in (NAMES | JOINED).items()},
    "long": LONG,
    "wordy": WORDY,
    "missing": MISSING,
    "right to left": RTL,
    "four signatures": replace(SAMPLE, signatures=SAMPLE.signatures * 2),
}


@cache
def printed(certificate: CertificateData) -> bytes:
    """Several tests look at the same page."""
    return printing.pdf(certificate)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_name_is_printed_as_it_was_given(name: str, tmp_path: Path):
    paper = Paper.of(printed(replace(SAMPLE, holder_name=name)), tmp_path)
    assert _letters(name) in _letters(paper.text)


@pytest.mark.parametrize("name", JOINED.values(), ids=JOINED.keys())
def test_no_letter_of_a_joined_script_is_lost(name: str, tmp_path: Path):
    """One glyph draws several letters here, so a reader finds them in its order, some twice."""
    text = Paper.of(printed(replace(SAMPLE, holder_name=name)), tmp_path).text
    for letter in _letters(name):
        assert text.count(letter) >= name.count(letter)


@pytest.mark.parametrize("certificate", PAGES.values(), ids=PAGES.keys())
def test_every_certificate_is_one_sound_page(certificate: CertificateData, tmp_path: Path):
    paper = Paper.of(printed(certificate), tmp_path)
    assert "No syntax or stream encoding errors found" in paper.problems()
    assert len(paper.pdf.pages) == 1
    assert paper.qr() == certificate.verify_url.upper()
    assert paper.path.stat().st_size < 500_000


@pytest.mark.parametrize("certificate", PAGES.values(), ids=PAGES.keys())
def test_nothing_leaves_its_place(certificate: CertificateData, tmp_path: Path):
    paper = Paper.of(printed(certificate), tmp_path)
    margin = 20 * 72 / 25.4
    assert all(word.left > margin and word.right < 842 - margin for word in paper.words)
    body = [word for word in paper.words if 150 < (word.left + word.right) / 2 < 692]
    assert not [word for word in body if word.top < 430 < word.bottom], "runs into the foot"


def test_the_lines_stand_one_below_the_other(tmp_path: Path):
    paper = Paper.of(printing.pdf(LONG), tmp_path)
    top_down = [
        *("SAYPRO", "CERTIFICATE", "ACCREDITED", "certify", "Maximiliana", "Vega", "successfully"),
        *("Advanced", "Practitioners", "practice-based", "Completed"),
    ]
    middles = [_middle(paper, word) for word in top_down]
    assert middles == sorted(middles)


def test_the_document_says_what_it_is(tmp_path: Path):
    paper = Paper.of(printed(SAMPLE), tmp_path)
    about = paper.pdf.open_metadata()
    assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")
    assert about["pdfuaid:part"] == "1"
    assert about["dc:title"] == (
        "Certificate of Completion – Monitoring, Evaluation & Learning for Development"
        " Practitioners – Nomvula Grace Dlamini"
    )
    assert paper.pdf.Root.Lang == "en"
    assert paper.pdf.Root.MarkInfo.Marked
    assert str(paper.pdf.docinfo["/CreationDate"]).startswith("D:20250628")


def test_the_credential_is_attached_byte_for_byte(tmp_path: Path):
    credential = json.dumps({"name": "Zoë 小龙", "n": 1.50}, ensure_ascii=False).encode()
    paper = Paper.of(printing.pdf(replace(SAMPLE, credential=credential)), tmp_path)
    assert list(paper.pdf.attachments) == ["credential.json"]
    attached = paper.pdf.attachments["credential.json"]
    assert attached.get_file().read_bytes() == credential
    assert attached.get_file().mime_type == "application/ld+json"
    assert attached.obj.AFRelationship == "/Data"


def test_the_file_does_not_say_where_it_was_made():
    pdf = printing.pdf(SAMPLE)
    assert str(printing.HERITAGE.root).encode() not in pdf
    assert b"heritage.typ" not in pdf


def test_the_same_certificate_is_the_same_file():
    assert printing.pdf(SAMPLE) == printing.pdf(SAMPLE)


def test_every_printed_fact_can_be_copied(tmp_path: Path):
    text = Paper.of(printed(SAMPLE), tmp_path).text
    for fact in (
        "CERTIFICATE OF COMPLETION",
        "ACCREDITED CERTIFICATE",
        SAMPLE.course,
        "Completed on 14 June 2025",
        "120 learning hours",
        "Dr Thabo Mokoena",
        "Director, Academic Affairs",
        "Accreditation no. NBVA/2024/00317",
        "SP-7K3M-9QXD-24",
        "Issued 28 June 2025",
        "Valid until 27 June 2028",
        "Registered training provider 2011/104872/23",
    ):
        assert fact.casefold() in text.casefold()


def test_decoration_is_not_read_aloud(tmp_path: Path):
    text = Paper.of(printed(SAMPLE), tmp_path).text
    assert text.count(SAMPLE.number) == 1
    assert "seal" not in text.casefold()


def test_what_is_missing_leaves_no_words_behind(tmp_path: Path):
    text = Paper.of(printing.pdf(MISSING), tmp_path).text.casefold()
    assert not [word for word in ("accredit", "valid until", "none", "·") if word in text]


def test_a_specimen_says_so_in_place_of_the_registration(tmp_path: Path):
    specimen = replace(SAMPLE, specimen="Specimen: not a qualification")
    text = Paper.of(printing.pdf(specimen), tmp_path).text
    assert "Specimen: not a qualification" in text
    assert "Registered" not in text


def test_across_a_specimen_and_no_other_stands_that_it_is_one():
    pictures = [
        Image.open(io.BytesIO(printing.png(replace(SAMPLE, is_specimen=said), 420))).convert("RGB")
        for said in (True, False)
    ]
    left, top, right, bottom = ImageChops.difference(*pictures).getbbox()
    assert right - left > 250  # Of 420 pixels.
    assert bottom - top > 110  # Of 297.


def test_a_right_to_left_certificate_is_mirrored(tmp_path: Path):
    left_to_right = Paper.of(printed(SAMPLE), tmp_path)
    number = next(word for word in left_to_right.words if word.text == SAMPLE.number)
    assert number.left > 600
    right_to_left = Paper.of(printing.pdf(RTL), tmp_path)
    number = next(word for word in right_to_left.words if word.text == SAMPLE.number)
    assert number.right < 242
    assert right_to_left.pdf.Root.Lang == "ar"


def test_signatures_as_svg_or_png_are_printed(tmp_path: Path):
    drawn = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><path d="M0 3L9 0z"/></svg>'
    painted = io.BytesIO()
    Image.new("RGBA", (90, 30), (20, 48, 74, 128)).save(painted, "PNG")
    signed = tuple(Signature("Ada", "Dean", image) for image in (drawn, painted.getvalue()))
    plain = printing.pdf(replace(SAMPLE, signatures=(Signature("Ada", "Dean"),) * 2))
    assert len(printing.pdf(replace(SAMPLE, signatures=signed))) > len(plain)


def test_a_broken_logo_is_refused_with_the_place():
    with pytest.raises(RenderError, match=r"\.typ:\d+: .*SVG"):
        printing.pdf(replace(SAMPLE, issuer=Issuer("SayPro", "<svg")))


def test_staff_hear_of_a_description_that_was_cut(tmp_path: Path):
    wordy = replace(SAMPLE, description="Everything about field data quality. " * 80)
    assert printing.notes(SAMPLE) == ()
    assert printing.notes(wordy) == ("description",)
    assert "…" in Paper.of(printing.pdf(wordy), tmp_path).text


def test_staff_hear_of_what_is_cut_or_hard_to_read_in_the_foot():
    assert printing.notes(WORDY) == ("accreditation", "address")


def test_staff_hear_of_a_course_title_that_nobody_can_read():
    assert printing.notes(replace(SAMPLE, course="Introduction to everything " * 25)) == ("course",)


def test_another_credential_has_another_rosette():
    other = replace(SAMPLE, rosette_seed=hashlib.sha256(b"another").digest())
    assert printing.png(other, 400) != printing.png(SAMPLE, 400)


def test_a_picture_is_as_wide_as_asked():
    picture = printing.png(replace(SAMPLE, issued=date(2025, 1, 1)), 1200)
    assert struct.unpack(">II", picture[16:24]) == (1200, 848)


def _letters(text: str) -> str:
    """Without spaces, which line breaks and justified scripts move about."""
    return "".join(unicodedata.normalize("NFC", text).split())


def _middle(paper: Paper, text: str) -> float:
    word = next(word for word in paper.words if text in word.text)
    return (word.top + word.bottom) / 2
