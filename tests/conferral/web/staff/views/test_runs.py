"""Long work in the browser: watched, paused, tried again, and left alone."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import (
    PASSED,
    a_member,
    an_import,
    an_issued_credential,
    an_organization,
    bruno,
    dara,
)
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions as recalls
from conferral.credentials.recalls.order import Order, Wanted
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.belt import PATIENCE
from conferral.foundation.runs import actions, tracking
from conferral.foundation.runs.life import State
from conferral.foundation.runs.models import Run
from conferral.learning.progress.jobs import READ_IMPORTS
from conferral.learning.progress.models import Import

pytestmark = pytest.mark.django_db

ADA = ("Ada Nkosi", "ada@example.test", PASSED)
NOBODY = ("Nobody", "no address", PASSED)


@pytest.fixture
def batch():
    return an_import(ADA, NOBODY)


def run_of(batch):
    return tracking.of(batch).get()


def do(browser, deed, run):
    return browser.post(reverse(f"run-{deed}", args=[run.pk]))


def text_of(browser, name, *args):
    return browser.get(reverse(name, args=args)).content.decode()


def test_the_list_shows_what_is_running_and_what_has_ended(registrar, batch):
    an_import(("Ben Dube", "ben@example.test", PASSED))
    READ_IMPORTS.run()
    text = text_of(registrar, "runs")
    assert 'role="progressbar"' in text
    assert "0 of 1 line read" in text
    assert "1 of 2 lines read, 1 refused" in text


def test_where_nothing_runs_the_list_says_what_will_stand_there(registrar):
    assert "Nothing is running" in text_of(registrar, "runs")


def test_the_card_stands_on_the_page_of_the_import(registrar, batch):
    text = text_of(registrar, "import-progress", batch.pk)
    assert "0 of 2 lines read" in text
    assert "Pause</button>" in text
    assert '<noscript><meta http-equiv="refresh"' in text


def test_who_follows_gets_the_part_that_moves_until_the_state_is_another(registrar, batch):
    asked = reverse("run", args=[run_of(batch).pk]) + "?was=running"
    part = registrar.get(asked, headers={"x-part": "true"})
    assert "<html" not in part.content.decode()
    assert "data-follow" in part.content.decode()
    READ_IMPORTS.run()
    assert registrar.get(asked, headers={"x-part": "true"}).content == b""


def test_it_is_paused_resumed_and_cancelled_with_buttons(registrar, batch):
    place = reverse("import-progress", args=[batch.pk])
    assert do(registrar, "pause", run_of(batch))["Location"] == place
    assert "Paused by Dara" in registrar.get(place).content.decode()
    assert "is paused" in text_of(registrar, "today")
    do(registrar, "resume", run_of(batch))
    do(registrar, "cancel", run_of(batch))
    assert run_of(batch).state is State.CANCELLED
    assert "2 were left as they were" in text_of(registrar, "run", run_of(batch).pk)


def test_what_cannot_be_done_any_more_is_said_in_words(registrar, batch):
    READ_IMPORTS.run()
    answer = do(registrar, "pause", run_of(batch))
    assert answer.status_code == 409
    assert "It is done already." in answer.content.decode()


def test_what_failed_is_on_today_until_somebody_has_seen_to_it(registrar, batch):
    READ_IMPORTS.run()
    assert "1 line of “course_completion.csv” refused" in text_of(registrar, "today")
    do(registrar, "settle", run_of(batch))
    assert "refused" not in text_of(registrar, "today")


def test_what_failed_is_tried_again_with_a_button(registrar, batch):
    Person.objects.create(email="zoe@example.test", printed_name="Somebody Else")
    other = an_import(("Zoë Müller", "zoe@example.test", PASSED))
    while READ_IMPORTS.run():
        pass
    Person.objects.filter(email="zoe@example.test").update(printed_name="Zoë Müller")
    assert "Try the rest again" in text_of(registrar, "import-progress", other.pk)
    do(registrar, "retry", run_of(other))
    READ_IMPORTS.run()
    assert (run_of(other).state, run_of(other).failed) == (State.DONE, 0)


def test_what_gave_up_says_so(registrar, batch):
    Import.objects.update(attempts=PATIENCE, problem="The disk is full.")
    text = text_of(registrar, "run", run_of(batch).pk)
    assert "1 stuck" in text
    assert "Try the rest again" in text


def test_whoever_presses_it_is_written_to(registrar, batch):
    do(registrar, "letter", run_of(batch))
    assert (run_of(batch).asked_by, run_of(batch).wants_letter) == (dara(), True)


def test_problems_come_as_a_spreadsheet_without_formulas(registrar, batch):
    READ_IMPORTS.run()
    batch.rows.filter(refused=True).update(note='=HYPERLINK("https://evil.example")')
    answer = registrar.get(reverse("run-problems", args=[run_of(batch).pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text))
    assert header == ["Which", "Outcome", "What to do"]
    assert row[:2] == ["Line 3", "refused"]
    assert row[2].startswith("'=")


def test_who_may_not_import_sees_how_far_it_is_and_nothing_of_the_people_in_it(client, batch):
    READ_IMPORTS.run()
    client.force_login(bruno())
    text = text_of(client, "run", run_of(batch).pk)
    assert "1 of 2 lines read, 1 refused" in text
    assert "no address" not in text
    assert "</button>" not in text.partition("<main")[2]


def test_a_run_of_somebody_else_is_not_there(client, batch):
    other = a_member("Mallory", Role.ADMINISTRATOR, an_organization("Other", "0T"))
    client.force_login(other)
    assert client.get(reverse("run", args=[run_of(batch).pk])).status_code == 404


def test_time_is_said_when_something_is_known_of_it(registrar, batch):
    now = timezone.now()
    began = now - timedelta(minutes=2)
    Run.objects.update(total=100, done=40, moved_at=now, paced_from=began, began_at=began)
    assert "About 3 minutes left" in text_of(registrar, "run", run_of(batch).pk)
    Run.objects.update(moved_at=began)
    assert "Nothing has moved since" in text_of(registrar, "run", run_of(batch).pk)
    actions.pause(run_of(batch), dara())
    assert "Nothing has moved" not in text_of(registrar, "run", run_of(batch).pk)


def test_the_list_asks_few_questions(registrar, batch, django_assert_max_num_queries):
    for n in range(5):
        an_import((f"Learner{n} Nkosi", f"learner{n}@example.test", PASSED))
    with django_assert_max_num_queries(30):
        registrar.get(reverse("runs"))


def test_the_lists_of_imports_and_recalls_say_how_each_run_stands(registrar, batch):
    actions.pause(run_of(batch), dara())
    assert "Paused</span>" in text_of(registrar, "imports")
    credential = an_issued_credential()
    order = Order(False, Reason.ISSUED_IN_ERROR, "Issued in error", (Wanted(credential.number),))
    recalls.call_back(an_organization(), dara(), order, expected=1)
    assert "Under way</span>" in text_of(registrar, "recalls")
