"""Recording: the same lines twice, in another order or in other portions, are the same register."""

import random
from collections.abc import Iterator

import pytest

from cast import FAILED, PASSED, a_course, a_moodle_file, a_person, an_import, dara
from conferral.foundation.accounts.models import Person
from conferral.learning.progress import actions, jobs
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Enrolment, ImportRow, ModuleResult

pytestmark = pytest.mark.django_db

ADA = ("Ada Nkosi", "ada@example.test", PASSED)
BEN = ("Ben Dube", "ben@example.test", FAILED)
BEN_LATER = ("Ben Dube", "ben@example.test", PASSED)
CLEO = ("Cleo Zulu", "cleo@example.test", "Not completed")
LINES = (ADA, BEN, BEN_LATER, CLEO)


def read(*rows, version=None):
    """The import, after the belt has read it."""
    batch = an_import(*rows, version=version)
    while READ_IMPORTS.run():
        pass
    batch.refresh_from_db()
    return batch


def register() -> set[tuple[object, ...]]:
    """Who is enrolled, and all that is known of them."""
    known = ModuleResult.objects.values_list(
        "enrolment__person__email", "module__code", "passed", "score", "completed_at"
    )
    return {*known, *Enrolment.objects.values_list("person__email", "person__printed_name")}


def notes(batch):
    return dict(batch.rows.exclude(note="").values_list("line", "note"))


def test_a_line_makes_a_person_an_enrolment_and_results():
    batch = read(ADA)
    enrolment = Enrolment.objects.get(person__email="ada@example.test")
    results = dict(enrolment.results.values_list("module__code", "passed"))
    assert results == {"scene-safety": None, "practical-log": None, "final-quiz": True}
    assert batch.rows.get().enrolment == enrolment


def test_a_learner_cannot_sign_in_without_being_asked():
    read(ADA)
    assert not Person.objects.get(email="ada@example.test").has_usable_password()


def test_the_same_file_again_changes_nothing():
    version = a_course()
    read(*LINES, version=version)
    before = register()
    Enrolment.objects.update(evaluated_at=jobs.timezone.now())
    read(*LINES, version=version)
    assert register() == before
    assert not Enrolment.objects.changed().exists()


def test_progress_that_moved_is_looked_at_again():
    version = a_course()
    read(BEN, version=version)
    Enrolment.objects.update(evaluated_at=jobs.timezone.now())
    read(BEN_LATER, version=version)
    assert Enrolment.objects.changed().count() == 1


def test_a_failure_after_a_pass_takes_nothing_back():
    version = a_course()
    read(BEN_LATER, version=version)
    read(BEN, version=version)
    assert ModuleResult.objects.get(module__code="final-quiz").passed is True


@pytest.mark.parametrize("seed", range(8))
def test_order_repetition_and_portions_do_not_matter(seed, monkeypatch):
    chance = random.Random(seed)
    version = a_course()
    lines = [*LINES, *chance.choices(LINES, k=4)]
    chance.shuffle(lines)
    monkeypatch.setattr(jobs, "CHUNK", chance.randint(1, 5))
    for portion in _portions(lines, chance):
        read(*portion, version=version)
    found = register()
    _forget_everything()
    monkeypatch.setattr(jobs, "CHUNK", 1000)
    read(*LINES, version=version)
    assert found == register()


@pytest.mark.parametrize("chunk", [1, 2, 1000])
def test_two_people_with_one_address_are_told_apart_by_a_refusal(chunk, monkeypatch):
    monkeypatch.setattr(jobs, "CHUNK", chunk)
    batch = read(ADA, ("Mallory Smith", "ada@example.test", PASSED), BEN)
    assert list(batch.rows.filter(refused=True).values_list("line", flat=True)) == [3]
    assert notes(batch)[3] == (
        'Row 3, column "Email address": the e-mail address ada@example.test belongs to someone '
        "with another name. Give each person an address of their own, or correct the name "
        "“Mallory Smith”."
    )
    assert Enrolment.objects.count() == 2


@pytest.mark.parametrize("chunk", [1, 2, 1000])
def test_who_owns_an_address_does_not_depend_on_the_portions(chunk, monkeypatch):
    monkeypatch.setattr(jobs, "CHUNK", chunk)
    a_person("Ada Nkosi")
    batch = read(("Mallory Smith", "ada@example.test", PASSED), ADA)
    assert dict(batch.rows.values_list("line", "refused")) == {2: True, 3: False}


def test_one_person_with_two_spellings_stays_one_and_the_first_stays():
    batch = read(
        ("Núria Müller", "nuria@example.test", FAILED),
        ("NURIA MULLER", "nuria@example.test", PASSED),
    )
    person = Person.objects.get(email="nuria@example.test")
    assert person.printed_name == "Núria Müller"
    assert "“Núria Müller”" in notes(batch)[3]
    assert ModuleResult.objects.get(module__code="final-quiz").passed is True


def test_letters_of_another_alphabet_that_look_alike_are_noted():
    batch = read(ADA, ("Nkоsi Dube", "nkosi@example.test", PASSED))  # The “о” is Cyrillic.
    assert notes(batch) == {
        3: "Row 3: the name “Nkоsi Dube” mixes alphabets whose letters look alike; kept."
    }


def test_a_refused_line_says_why_and_the_good_ones_go_on():
    batch = read(
        ADA, ("=cmd()", "x@example.test", PASSED), ("Ben Dube", "no address", PASSED), CLEO
    )
    refused = batch.rows.filter(refused=True).order_by("line")
    assert list(refused.values_list("line", flat=True)) == [3, 4]
    assert batch.rows.count() == 4
    assert notes(batch)[3].startswith('Row 3, column "Name"')
    assert notes(batch)[4].startswith('Row 4, column "Email address"')
    assert not Person.objects.filter(email="x@example.test").exists()


def test_every_line_is_accounted_for_once():
    batch = read(*LINES)
    assert list(batch.rows.order_by("line").values_list("line", flat=True)) == [2, 3, 4, 5]
    assert batch.read_at


def test_a_reader_that_dies_between_two_chunks_is_continued(monkeypatch):
    monkeypatch.setattr(jobs, "CHUNK", 2)
    batch = an_import(*LINES)
    reader = jobs.Reader(batch)
    jobs._read_chunk(batch, reader, iter(reader.lines_from(0)))
    assert ImportRow.objects.count() == 2
    READ_IMPORTS.run()
    assert ImportRow.objects.count() == 4


def test_of_two_readers_of_one_file_the_slower_gives_way(monkeypatch):
    monkeypatch.setattr(jobs, "CHUNK", 2)
    batch = an_import(*LINES)
    slower = type(batch).objects.get(pk=batch.pk)
    jobs.read(batch)
    jobs.read(slower)
    assert ImportRow.objects.count() == 4
    batch.refresh_from_db()
    assert batch.attempts == 0


def test_a_new_version_does_not_move_those_who_are_enrolled():
    old = a_course()
    read(ADA, version=old)
    a_course()
    file = a_moodle_file(ADA, CLEO)
    batch = actions.upload(old.course, dara(), "again.csv", file)
    actions.confirm(batch, dara())
    READ_IMPORTS.run()
    enrolled = dict(Enrolment.objects.values_list("person__email", "version__number"))
    assert enrolled == {"ada@example.test": 1, "cleo@example.test": 2}


def _portions(lines, chance) -> Iterator[list]:
    while lines:
        count = chance.randint(1, len(lines))
        yield lines[:count]
        lines = lines[count:]


def _forget_everything() -> None:
    ImportRow.objects.all().delete()
    Enrolment.objects.all().delete()
    Person.objects.filter(memberships=None).delete()
