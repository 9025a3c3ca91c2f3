"""Uploads: readable or refused with a sentence, kept or gone without a trace."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from cast import PASSED, a_course, a_moodle_file, an_import, an_organization, dara
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.models import Course
from conferral.learning.progress import actions, uploads
from conferral.learning.progress.models import Import
from conferral.learning.progress.preview import preview

pytestmark = pytest.mark.django_db

ADA = ("Ada Nkosi", "ada@example.test", PASSED)


@pytest.fixture
def course():
    return a_course().course


def upload(course, content, name="completions.csv"):
    return actions.upload(course, dara(), name, ContentFile(content, name))


def kept_files():
    if not default_storage.exists("imports"):
        return []
    return default_storage.listdir("imports")[1]


def moodle(*rows):
    return a_moodle_file(*rows).read()


def test_an_upload_is_kept_with_its_columns_and_nothing_of_it_counts_yet(course):
    batch = upload(course, moodle(ADA))
    assert (batch.lines, batch.confirmed_at) == (1, None)
    assert not Import.objects.unread().exists()


def test_its_sha256_is_that_of_the_uploaded_bytes(course):
    content = moodle(ADA)
    assert upload(course, content).sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "completions.csv is empty"),
        (b"\x7fELF\x01\x01\x01" + bytes(range(256)) * 8, "completions.csv"),
        (b"%PDF-1.7\n", "not a table"),
        (b"Name,Email address\n", "no rows"),
        (b"PK\x03\x04 not really", "completions.csv"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence_and_nothing_is_kept(
    course, content, sentence
):
    with pytest.raises(Refused, match=sentence) as refused:
        upload(course, content)
    assert str(refused.value).endswith(".")
    assert kept_files() == []
    assert not Import.objects.exists()


def test_a_file_that_is_too_large_is_refused_while_it_arrives(course, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 1_000_000)
    with pytest.raises(Refused, match="larger than 1 MB"):
        upload(course, b"x" * 1_000_001)
    assert kept_files() == []


def test_an_upload_that_breaks_off_leaves_nothing(course):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"Name,Em"
            raise ConnectionError("the browser went away")

    with pytest.raises(ConnectionError):
        actions.upload(course, dara(), "x.csv", Broken(b""))
    assert kept_files() == []


def test_a_course_without_any_version_takes_no_file():
    course = Course.objects.create(organization=an_organization(), code="draft")
    with pytest.raises(Refused, match="no version yet"):
        upload(course, moodle(ADA))


def test_a_long_file_name_is_shortened_from_the_left(course):
    batch = upload(course, moodle(ADA), f"{'x' * 300}.csv")
    assert len(batch.filename) == 255
    assert batch.filename.endswith(".csv")


def test_columns_can_be_given_another_meaning(course):
    batch = upload(course, b"Wer,Mail,Q\nAda Nkosi,ada@example.test,60\n")
    actions.choose_columns(batch, {"name": "Wer", "email": "Mail", "module:final-quiz:score": "Q"})
    assert preview(batch).learners == 1


def test_a_column_that_is_not_there_cannot_be_chosen(course):
    batch = upload(course, moodle(ADA))
    before = batch.columns
    with pytest.raises(Refused, match="Nowhere"):
        actions.choose_columns(batch, {"email": "Nowhere"})
    batch.refresh_from_db()
    assert batch.columns == before


def test_a_meaning_that_is_none_cannot_be_given(course):
    batch = upload(course, moodle(ADA))
    with pytest.raises(Refused):
        actions.choose_columns(batch, {"shoe size": "Name"})


def test_a_file_without_addresses_cannot_be_confirmed(course):
    batch = upload(course, b"Name,Final quiz\nAda Nkosi,Completed\n")
    with pytest.raises(Refused, match="e-mail"):
        actions.confirm(batch, dara())
    batch.refresh_from_db()
    assert batch.confirmed_at is None


def test_to_confirm_lets_the_belt_read_it_and_leaves_a_line(course):
    batch = upload(course, moodle(ADA))
    actions.confirm(batch, dara())
    assert list(Import.objects.unread()) == [batch]
    line = Entry.objects.get(deed="started an import")
    assert line.details["sha256"] == batch.sha256


def test_to_confirm_twice_starts_it_once(course):
    batch = upload(course, moodle(ADA))
    pressed_again = Import.objects.get(pk=batch.pk)
    actions.confirm(batch, dara())
    with pytest.raises(Refused, match="started already"):
        actions.confirm(pressed_again, dara())
    assert Entry.objects.filter(deed="started an import").count() == 1


def test_what_has_started_can_be_neither_changed_nor_discarded():
    batch = an_import(ADA)
    for late in (
        lambda: actions.choose_columns(batch, {}),
        lambda: actions.confirm(batch, dara()),
        lambda: actions.discard(batch, dara()),
    ):
        with pytest.raises(Refused, match="started already"):
            late()


@pytest.mark.django_db(transaction=True)
def test_a_discarded_upload_leaves_a_line_and_no_file():
    course = a_course().course
    batch = upload(course, moodle(ADA))
    pressed_again = Import.objects.get(pk=batch.pk)
    actions.discard(batch, dara())
    assert kept_files() == []
    assert not Import.objects.exists()
    assert Entry.objects.filter(deed="discarded an upload").count() == 1
    with pytest.raises(Refused, match="discarded"):
        actions.confirm(pressed_again, dara())


def test_the_preview_shows_first_rows_and_every_problem_and_changes_nothing(course):
    rows = [(f"Learner{n} Nkosi", f"learner{n}@example.test", PASSED) for n in range(12)]
    batch = upload(course, moodle(*rows, ("Ben", "no address", PASSED)))
    seen = preview(batch)
    assert (len(seen.rows), seen.lines, seen.learners, seen.problem_count) == (10, 13, 12, 1)
    assert seen.problems[0].says.startswith('Row 14, column "Email address"')
    assert seen.rows[0].outcome == "3 completed"
    assert not Import.objects.unread().exists()


def test_the_preview_finds_two_people_with_one_address(course):
    batch = upload(course, moodle(ADA, ("Mallory Smith", "ada@example.test", PASSED)))
    (problem,) = preview(batch).problems
    assert problem.line == 3


@pytest.mark.parametrize(
    ("quiz", "unproven"), [("88 %", ("Final quiz",)), ("passed", ())], ids=["score", "verdict"]
)
def test_the_preview_says_where_scores_tell_of_no_pass(course, quiz, unproven):
    content = f"Name,E-mail,Practical log,Final quiz\nAda Nkosi,ada@example.test,yes,{quiz}\n"
    assert preview(upload(course, content.encode())).unproven == unproven


def test_the_preview_names_the_meaning_of_every_column(course):
    seen = preview(upload(course, moodle(ADA)))
    meanings = dict(zip(seen.header, seen.meanings, strict=True))
    assert meanings["Email address"] == "E-mail"
    assert meanings["Final quiz"] == "Final quiz: completed"
    assert meanings["Course complete"] == ""
