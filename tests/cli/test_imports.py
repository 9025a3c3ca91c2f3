"""`conferral import completions`: a file from the command line to the letters."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from cast import FAILED, PASSED, a_course, a_member, a_moodle_file, an_organization
from conferral import worker
from conferral.cli import imports
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.roles import Role
from conferral.foundation.belt import Stage
from conferral.foundation.engine.models import Worker
from conferral.foundation.mail.models import Message
from conferral.learning.catalog.models import Site
from conferral.learning.progress.models import Enrolment, Import
from postbox import free_port

pytestmark = pytest.mark.django_db

ROWS = (
    ("Ada Nkosi", "ada@example.test", PASSED),
    ("Ben Dube", "ben@example.test", FAILED),
    ("Cleo Zulu", "no address", PASSED),
)


@pytest.fixture
def file(tmp_path):
    a_member("Lindiwe", Role.ADMINISTRATOR)
    a_course()
    path = tmp_path / "completions.csv"
    path.write_bytes(a_moodle_file(*ROWS).read())
    return path


def test_a_file_goes_all_the_way(typed, file):
    result = typed("import", "completions", file, "--course", "first-aid", "--json").json
    counted = {name: result[name] for name in ("lines", "read", "refused", "met", "issued", "sent")}
    assert counted == {"lines": 3, "read": 3, "refused": 1, "met": 1, "issued": 1, "sent": 1}
    assert result["notes"][0].startswith("Row 4")
    assert [letter.to for letter in mail.outbox] == [["ada@example.test"]]


def test_a_letter_that_a_worker_takes_in_hand_meanwhile_is_waited_for(typed, file, monkeypatch):
    Worker.objects.create(executor=uuid4(), seen_at=timezone.now() + timedelta(hours=1))
    doing = _another_worker(worker.STAGES)
    asked = Stage("another worker's", waits=lambda: next(doing, False), run=lambda: 0)
    monkeypatch.setattr(worker, "STAGES", (asked,))
    monkeypatch.setattr(imports, "_LOOK_EVERY", 0)
    result = typed("import", "completions", file, "--course", "first-aid", "--json").json
    assert (result["issued"], result["sent"]) == (1, 1)


def test_who_cannot_be_reached_now_is_not_waited_for(typed, file, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    result = typed("import", "completions", file, "--course", "first-aid", "--json").json
    assert (result["printed"], result["sent"]) == (1, 0)


def test_people_read_it_in_a_sentence(typed, file):
    said = typed("import", "completions", file, "--course", "first-aid").out
    assert "3 of 3 lines read, 1 refused; 1 learners meet the criteria" in said


def test_the_same_file_again_issues_nothing(typed, file):
    for _ in range(2):
        assert typed("import", "completions", file, "--course", "first-aid").code == 0
    assert Credential.objects.count() == len(mail.outbox) == 1


def test_a_dry_run_changes_nothing(typed, file):
    ended = typed("import", "completions", file, "--course", "first-aid", "--dry-run", "--json")
    assert (ended.code, ended.json["lines"], ended.json["learners"]) == (0, 3, 2)
    assert len(ended.json["problems"]) == 1
    assert ended.json["columns"]["Email address"] == "E-mail"
    assert not Import.objects.exists()
    assert not Enrolment.objects.exists()


def test_a_file_may_name_its_version_and_its_site(typed, file):
    a_course()
    Site.objects.create(organization=an_organization(), code="durban", name="Durban")
    told = ("--course", "first-aid/1", "--site", "durban")
    assert typed("import", "completions", file, *told).code == 0
    batch = Import.objects.get()
    assert (batch.version.number, batch.site.code) == (1, "durban")


@pytest.mark.parametrize(
    "told", [("--course", "first-aid/7"), ("--course", "first-aid", "--site", "nowhere")]
)
def test_a_version_or_a_site_that_is_not_there_is_refused(typed, file, told):
    ended = typed("import", "completions", file, *told)
    assert (ended.code, Import.objects.exists()) == (1, False)
    assert ended.err.strip()


def test_an_unknown_course_is_refused_with_those_there_are(typed, file):
    ended = typed("import", "completions", file, "--course", "first-ade")
    assert ended.code == 1
    assert "There are: first-aid" in ended.err
    assert not Import.objects.exists()


def test_columns_can_be_named_where_the_guess_is_wrong(typed, file, tmp_path):
    odd = tmp_path / "odd.csv"
    odd.write_text("Wer,Wohin,Q\nAda Nkosi,ada@example.test,Completed (achieved pass grade)\n")
    chosen = ("name=Wer", "email=Wohin", "module:final-quiz:state=Q")
    options = [part for pair in chosen for part in ("--map", pair)]
    ended = typed("import", "completions", odd, "--course", "first-aid", *options, "--json")
    assert (ended.code, ended.json["refused"]) == (0, 0)
    assert Enrolment.objects.get().results.get().passed is True


@pytest.mark.parametrize("choice", ["nonsense", "email=Nowhere", "shoe size=Name"])
def test_a_choice_that_cannot_be_is_refused_and_nothing_is_kept(typed, file, choice):
    ended = typed("import", "completions", file, "--course", "first-aid", "--map", choice)
    assert ended.code == 1
    assert ended.err.strip()
    assert not Import.objects.exists()


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(typed, file, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.touch()
    ended = typed("import", "completions", empty, "--course", "first-aid")
    assert (ended.code, "empty.csv is empty" in ended.err) == (1, True)


def test_a_file_that_is_not_there_is_a_mistake_in_typing(typed, file):
    assert typed("import", "completions", "nowhere.csv", "--course", "first-aid").code == 2


def _another_worker(stages):
    """It does everything but the letter, takes that in hand, and hands it over: each while we look
    whether something waits. Gives what there is to see then."""
    (sending,) = (stage for stage in stages if stage.name == "send mail")
    others = [stage for stage in stages if stage is not sending]
    while sum(stage.run() for stage in others if stage.waits()):
        pass
    yield True
    now = timezone.now()
    Message.objects.update(claimed_at=now, next_attempt_at=now + timedelta(minutes=5))
    yield False
    Message.objects.update(next_attempt_at=now)
    sending.run()
    yield False
