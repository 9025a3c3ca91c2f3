"""I7: what was handed in stays what it was."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from cast import an_organization, dara
from conferral.credentials.recalls import exhibits
from conferral.oversight.fsck import files
from conferral.oversight.fsck.finding import Invariant
from vouching import PDF, a_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return a_paper("letter.pdf")


def problems():
    return [(each.invariant, each.row, each.problem) for each in files.handed_in()]


def test_what_was_left_alone_is_sound(letter):
    assert problems() == []


def test_evidence_that_was_changed_is_found(letter):
    Path(letter.file.path).write_bytes(PDF + b"%")
    problem = f"its file {letter.file.name} is not the one that was handed in"
    row = f"accreditation.Document:{letter.pk} (letter.pdf)"
    assert problems() == [(Invariant.FILES, row, problem)]


def test_evidence_that_was_lost_is_found(letter):
    Path(letter.file.path).unlink()
    assert [problem for *_, problem in problems()] == [f"its file {letter.file.name} is missing"]


def test_what_proves_a_name_is_looked_at_too(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    poll = exhibits.keep(an_organization(), dara(), "poll.pdf", ContentFile(PDF))
    assert problems() == []
    Path(poll.file.path).write_bytes(PDF + b"%")
    ((_, row, _),) = problems()
    assert row == f"recalls.Exhibit:{poll.pk} (poll.pdf)"
