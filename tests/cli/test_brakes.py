"""`conferral brakes`, `dry-run` and `reconcile`: the brakes from the command line."""

import pytest

from cast import FAILED, PASSED, a_course, a_member, an_award, an_import, an_organization, dara
from conferral.credentials.issuing.jobs import ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.roles import Role
from conferral.foundation.brakes.models import Batch, Brakes
from conferral.learning.awards import specimens
from conferral.worker import run_until_idle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _administrator():
    an_organization()
    a_member("Kofi", Role.ADMINISTRATOR)


@pytest.fixture
def held():
    Brakes.objects.update(unusual_from=1)
    version = a_course()
    for name in ("Ada Nkosi", "Ben Dube"):
        an_award(name, version)
    ISSUE_AWARDS.run()
    return Batch.objects.get()


def test_the_brakes_are_set_and_shown(typed):
    assert typed("brakes", "set", "undo_minutes=15").code == 0
    assert typed("brakes", "show", "--json").json["undo_minutes"] == 15
    assert "undo_minutes: 15" in typed("brakes", "show").out
    assert typed("brakes", "set", "undo_minutes=2000").code == 1
    assert typed("brakes", "set", "speed=1").code == 1


def test_a_batch_is_listed_tried_and_let_go(typed, held):
    assert typed("brakes", "batches", "--json").json[0]["state"] == "held"
    assert "2 would be let go by Kofi" in typed("brakes", "let-go", held.pk, "--dry-run").out
    assert typed("brakes", "let-go", held.pk, "--as", dara().email).code == 0
    run_until_idle()
    assert Credential.objects.count() == 2
    assert "let go" in typed("brakes", "batches").out


def test_a_batch_is_cancelled(typed, held):
    assert "2 cancelled" in typed("brakes", "cancel", held.pk, "--because", "Wrong list").out
    assert typed("brakes", "cancel", held.pk, "--because", "Again").code == 1
    assert typed("brakes", "let-go", 99).code == 1


def test_what_was_just_issued_is_stopped(typed):
    Brakes.objects.update(undo_minutes=10)
    an_award()
    run_until_idle()
    asked = ("brakes", "stop", "--course", "first-aid", "--because", "Issued by mistake")
    assert "1 would be stopped" in typed(*asked, "--dry-run").out
    assert "1 stopped" in typed(*asked).out
    assert "Nothing can be stopped" in typed(*asked).out
    run_until_idle()
    assert Credential.objects.get().revoked_because == "Issued by mistake"


def test_a_course_and_a_file_are_rehearsed(typed):
    batch = an_import(("Ada Nkosi", "ada@x.test", PASSED), ("Ben Dube", "ben@x.test", FAILED))
    told = typed("dry-run", "import", batch.pk, "--json").json
    assert (told["counts"]["gets it"], told["counts"]["not yet"]) == (1, 1)
    assert "1 gets it, 0 has it, 0 must wait, 1 not yet" in typed("dry-run", "import", batch.pk).out
    run_until_idle()
    assert typed("dry-run", "course", "first-aid", "--json").json["counts"]["has it"] == 1
    assert typed("dry-run", "course", "nothing").code == 1


def test_whoever_has_a_specimen_is_in_no_rehearsal(typed):
    specimens.award_to(dara(), a_course())
    assert set(typed("dry-run", "course", "first-aid", "--json").json["counts"].values()) == {0}


def test_the_counts_are_reconciled(typed):
    an_award()
    run_until_idle()
    (line,) = typed("reconcile", "--json").json
    assert (line["earned"], line["sent"], line["looked_at"]) == (1, 1, 0)
    assert "1 sent, and its page not looked at" in typed("reconcile").out
    assert typed("reconcile", "--since", "2030-01-01", "--json").json == []
