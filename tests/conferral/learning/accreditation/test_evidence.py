"""Evidence is what its bytes are, and its name has to say so."""

import io
from contextlib import suppress
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st

from cast import an_organization, hana
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation import documents, evidence
from conferral.learning.accreditation.models import Document
from vouching import PDF, a_paper, a_word_document, an_open_document

PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)
JPEG = b"\xff\xd8\xff\xe0" + bytes(30)


def kind(name, content):
    return evidence.kind_of(name, io.BytesIO(content), len(content))


@pytest.mark.parametrize(
    ("name", "content", "known"),
    [
        ("letter.pdf", PDF, evidence.PDF),
        ("SCAN.PNG", PNG, evidence.PNG),
        ("scan.jpeg", JPEG, evidence.JPEG),
        ("cv.docx", a_word_document(), evidence.DOCX),
        ("cv.odt", an_open_document(), evidence.ODT),
    ],
)
def test_what_offices_exchange_is_taken(name, content, known):
    assert kind(name, content) is known


def test_a_document_that_is_not_what_its_name_says_is_refused_by_name():
    with pytest.raises(Refused, match=r"letter\.pdf is not what its name says: it is a Word doc"):
        kind("letter.pdf", a_word_document())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.pdf", b"MZ\x90\x00 a program"),
        ("letter.pdf", b"<html><script>"),
        ("cv.docx", b"PK\x03\x04 broken"),
        ("cv.odt", an_open_document("application/x-evil")),
        ("page.svg", b"<svg/>"),
    ],
)
def test_other_kinds_are_refused(name, content):
    with pytest.raises(Refused, match="none of the kinds"):
        kind(name, content)


def test_the_empty_and_the_large_are_refused():
    with pytest.raises(Refused, match="is empty"):
        kind("letter.pdf", b"")
    with pytest.raises(Refused, match="larger than 20 MB"):
        evidence.kind_of("letter.pdf", io.BytesIO(PDF), evidence.MAX_BYTES + 1)


@given(st.binary(max_size=200), st.sampled_from(["a.pdf", "a.docx", "a"]))
def test_whatever_comes_is_of_a_kind_or_refused(content, name):
    with suppress(Refused):
        assert kind(name, content) in evidence.KINDS


@pytest.mark.django_db
def test_the_same_file_is_kept_once():
    kept = [a_paper("../letter.pdf") for _ in range(2)]
    assert kept[0] == kept[1]
    assert (kept[0].name, kept[0].media_type) == ("letter.pdf", "application/pdf")
    assert kept[0].sha256 == sha256(PDF).hexdigest()
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_of_a_deed_that_is_refused_neither_row_nor_line_nor_bytes_stay():
    house, paper = an_organization(), ContentFile(PDF, "letter.pdf")
    with pytest.raises(Refused), documents.sent_along(house, paper, hana()) as kept:
        raise Refused("Not like this.")
    assert not Document.objects.exists()
    assert not Entry.objects.filter(deed="uploaded a document").exists()
    assert not default_storage.exists(kept.file.name)
    with documents.sent_along(house, paper, hana()) as kept:
        pass
    assert default_storage.open(kept.file.name).read() == PDF


@pytest.mark.django_db
def test_a_refused_deed_takes_nothing_from_what_was_kept_before():
    house, paper = an_organization(), ContentFile(PDF, "letter.pdf")
    before = a_paper("letter.pdf")
    with pytest.raises(Refused), documents.sent_along(house, paper, hana()):
        raise Refused("Not like this.")
    assert Document.objects.get() == before
    assert default_storage.exists(before.file.name)
