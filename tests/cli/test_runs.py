"""`conferral runs`: the same verbs, typed."""

import pytest

from cast import PASSED, a_member, an_import
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.runs.models import Run
from conferral.learning.progress.jobs import READ_IMPORTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch():
    a_member("Kofi", Role.ADMINISTRATOR)
    Person.objects.create(email="ben@example.test", printed_name="Somebody Else")
    return an_import(("Ada Nkosi", "ada@example.test", PASSED), ("Ben", "ben@example.test", PASSED))


def test_what_runs_is_listed_paused_resumed_and_cancelled(typed, batch):
    (run,) = typed("runs", "list", "--json").json
    assert (run["kind"], run["state"], run["total"]) == ("import", "running", 2)
    assert "is paused: 0 of 2 lines read." in typed("runs", "pause", run["run"]).out
    assert typed("runs", "pause", run["run"]).code == 1
    typed("runs", "resume", run["run"])
    typed("runs", "cancel", run["run"])
    assert typed("runs", "list", "--json").json == []
    (over,) = typed("runs", "list", "--all", "--json").json
    assert over["state"] == "cancelled"


def test_what_failed_is_tried_again(typed, batch):
    READ_IMPORTS.run()
    Person.objects.filter(email="ben@example.test").update(printed_name="Ben")
    assert "1 more to try" in typed("runs", "retry", Run.objects.get().pk).out
    READ_IMPORTS.run()
    assert "done\t2\t0\t0\t2" in typed("runs", "list", "--all").out


def test_a_run_that_there_is_not_is_refused_in_words(typed, batch):
    told = typed("runs", "pause", 4711)
    assert (told.code, "There is no run 4711" in told.err) == (1, True)
