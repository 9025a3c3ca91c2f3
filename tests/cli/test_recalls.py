"""`conferral recalls`, `certificates replace` and `cases`: the same verbs, typed."""

from datetime import UTC, date, datetime

import pytest

from cast import a_course, a_member, an_issued_credential, dara
from clock import standing_at
from conferral.credentials.cases import actions as cases
from conferral.credentials.cases.actions import Plea
from conferral.credentials.cases.models import Case, Kind
from conferral.credentials.issuing.models import IssuerKey
from conferral.credentials.recalls.jobs import CALL_BACK
from conferral.credentials.recalls.models import Recall
from conferral.foundation.accounts.models import Organization
from conferral.foundation.accounts.roles import Role
from conferral.learning.awards.models import Award
from waiting import settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential():
    a_member("Kofi", Role.ADMINISTRATOR)
    return an_issued_credential()


@pytest.fixture
def numbers(credential, tmp_path):
    listed = tmp_path / "numbers.csv"
    listed.write_text(f"number;name\n{credential.number};Ada Lovelace\n")
    return str(listed)


def test_names_are_corrected_from_a_file(typed, credential, numbers):
    begun = typed("recalls", "begin", "replace", numbers, "--reason", "wrong-name")
    assert "1 to be replaced; the belt does it" in begun.out
    CALL_BACK.run()
    credential.refresh_from_db()
    assert credential.replaced_by.slots["holder_name"] == "Ada Lovelace"
    assert typed("recalls", "list", "--json").json[0]["state"] == "done"


def test_a_dry_run_changes_nothing(typed, credential, numbers):
    told = typed("recalls", "begin", "replace", numbers, "--reason", "wrong-name", "--dry-run")
    assert "1 would be replaced" in told.out
    assert not Recall.objects.exists()


def test_a_large_one_needs_a_second_person(typed, credential, numbers):
    Organization.objects.update(recalls_alone_up_to=0)
    typed("recalls", "begin", "replace", numbers, "--reason", "wrong-name")
    pk = str(Recall.objects.get().pk)
    assert "Someone else" in typed("recalls", "agree", pk).err
    assert "begins" in typed("recalls", "agree", pk, "--as", dara().email).out
    assert "1 stay as they are" in typed("recalls", "stop", pk).out


def test_what_is_lost_needs_an_affidavit(typed, credential, tmp_path):
    asked = ("certificates", "replace", credential.number, "--reason", "lost")
    assert "affidavit" in typed(*asked).err
    paper = tmp_path / "affidavit.pdf"
    paper.write_bytes(b"%PDF-1.7")
    told = typed(*asked, "sworn-on=2000-01-01", "--exhibit", str(paper))
    assert "three months" in told.err
    assert "a day is written like" in typed(*asked, "sworn-on=yesterday").err
    assert "PART=VALUE" in typed(*asked, "colour=red").err


def test_a_spoiled_one_is_replaced(typed, credential):
    told = typed("certificates", "replace", credential.number, "--reason", "spoiled")
    assert "1 to be replaced" in told.out


def test_all_that_a_stolen_key_sealed_too_late_is_replaced(typed, credential):
    assert "Nothing was sealed too late" in typed("recalls", "past-cutoff").out
    IssuerKey.objects.filter(pk=credential.key_id).update(cutoff_size=0)
    assert "1 would be replaced" in typed("recalls", "past-cutoff", "--dry-run").out
    assert "1 to be replaced" in typed("recalls", "past-cutoff", "apology=We are sorry.").out
    assert Recall.objects.get().apology == "We are sorry."
    assert "Nothing was sealed too late" in typed("recalls", "past-cutoff").out


def test_learners_are_answered(typed, credential):
    case = cases.ask(credential.award.enrolment, Plea(Kind.QUESTION, "Why not yet?"))
    assert typed("cases", "list", "--json").json[0]["state"] == "open"
    assert "Why not yet?" in typed("cases", "show", str(case.pk)).out
    told = typed("cases", "answer", str(case.pk), "answered", "Because of the quiz.")
    assert "The learner is told" in told.out
    assert typed("cases", "list", "--json").json == []
    assert "Because of the quiz." in typed("cases", "show", str(case.pk)).out
    assert "no case 99" in typed("cases", "show", "99").err


def test_a_case_is_late_when_its_day_is_over_where_the_organization_is(typed, credential):
    cases.ask(credential.award.enrolment, Plea(Kind.QUESTION, "Why not yet?"))
    Case.objects.update(due_on=date(2026, 3, 1))
    with standing_at(datetime(2026, 3, 1, 22, 30, tzinfo=UTC)):  # 00:30 in Johannesburg.
        assert typed("cases", "list", "--json").json[0]["state"] == "late"


def test_an_award_is_held_and_let_go(typed):
    a_member("Kofi", Role.ADMINISTRATOR)
    (award,) = settled(a_course())
    who = ("first-aid", award.enrolment.person.email)
    assert "is held" in typed("waiting", "hold", *who, "--because", "A question").out
    assert Award.objects.get().held_because == "A question"
    assert "is let go" in typed("waiting", "let-go", *who).out
    assert "has not earned" in typed("waiting", "let-go", "first-aid", "x@example.test").err
