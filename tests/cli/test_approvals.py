"""`conferral approvals`: everything about a review, from the command line."""

from datetime import UTC, datetime

import pytest

from cast import a_draft, a_member, an_organization, bruno, femi, gugu
from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.review.models import Comment, ExtraRole, Submission

pytestmark = pytest.mark.django_db

FIRST_AID = ("first-aid", 1)


@pytest.fixture
def draft():
    for person in (femi, gugu):
        person()
    return a_draft()


def decide(typed, vote, role, person, *more):
    of_whom = ("--role", role, "--as", person.email)
    return typed("approvals", "decide", *FIRST_AID, vote, *of_whom, *more)


def submit(typed, *more):
    return typed("approvals", "submit", *FIRST_AID, "--as", bruno().email, *more)


def test_from_a_draft_to_an_approval(typed, draft):
    assert "under review until" in submit(typed).out
    first = decide(typed, "yes", "subject expert", femi(), "--all-met")
    assert "Others have to say it, too" in first.out
    last = decide(typed, "yes", "trainer", gugu(), "--all-met", "--answer", "2=n/a")
    assert "is approved" in last.out
    assert CourseVersion.objects.approved().exists()


def test_what_is_under_review_is_listed_with_what_is_missing(typed, draft):
    submit(typed, "--due", "2036-12-24")
    decide(typed, "yes", "subject expert", femi(), "--all-met")
    (row,) = typed("approvals", "list", "--json").json
    assert row == {"course": "first-aid", "version": 1, "due": "2036-12-24", "missing": ["trainer"]}
    assert typed("approvals", "list").out.split("\t")[-1].strip() == "trainer"


def test_what_was_decided_is_shown_with_its_signatures(typed, draft):
    submit(typed)
    decide(typed, "no", "trainer", gugu(), "--remark", "Too short.")
    shown = typed("approvals", "show", *FIRST_AID, "--json").json
    (submission,) = shown["submissions"]
    (vote,) = [each for each in submission["reviews"] if each["role"] == "trainer"]
    assert (submission["outcome"], vote["vote"], vote["by"]) == ("sent back", "no", "Gugu")
    assert len(vote["line"]) == len(submission["digest"]) == 64
    late = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)  # 00:30 of the 2nd in Johannesburg.
    Submission.objects.update(submitted_at=late)
    said = typed("approvals", "show", *FIRST_AID).out
    assert "Submitted 2026-03-02, sent back" in said
    assert "trainer: no, Gugu" in said


def test_nobody_decides_without_the_role(typed, draft):
    submit(typed)
    ended = decide(typed, "yes", "subject expert", gugu(), "--all-met")
    assert (ended.code, "the role subject expert" in ended.err) == (1, True)


def test_a_refused_vote_keeps_no_answers(typed, draft):
    submit(typed)
    assert decide(typed, "yes", "trainer", gugu(), "--answer", "1=yes").code == 1
    items = draft.submissions.get().reviews.get(role="trainer").items
    assert not items.exclude(met="").exists()


@pytest.mark.parametrize("answer", ["x=yes", "1=perhaps", "99=yes", "²=yes"])
def test_an_answer_that_is_none_is_refused(typed, draft, answer):
    submit(typed)
    assert decide(typed, "yes", "trainer", gugu(), "--answer", answer).code == 1


def test_whom_to_ask_can_be_named_and_changed_and_stood_in_for(typed, draft):
    ella = a_member("Ella", Role.EXPERT)
    assert submit(typed, "--ask", f"subject expert={femi().email}").code == 0
    assert decide(typed, "yes", "subject expert", ella, "--all-met").code == 1
    of_expert = ("--role", "subject expert")
    until = ("--until", "2036-12-24", "--as", femi().email)
    ended = typed("approvals", "delegate", *FIRST_AID, ella.email, *of_expert, *until)
    assert "Ella may decide until 2036-12-24" in ended.out
    asked = typed("approvals", "ask", *FIRST_AID, *of_expert, "--as", bruno().email)
    assert "Anybody with that role is asked" in asked.out
    assert decide(typed, "yes", "subject expert", ella, "--all-met").code == 0


@pytest.mark.parametrize("ask", ["trainer", "nobody=femi@example.test", "trainer=x@example.test"])
def test_somebody_who_is_nobody_cannot_be_asked(typed, draft, ask):
    assert submit(typed, "--ask", ask).code == 1


def test_a_draft_is_taken_back(typed, draft):
    submit(typed)
    assert (
        "is a draft again" in typed("approvals", "take-back", *FIRST_AID, "--as", bruno().email).out
    )
    assert typed("approvals", "take-back", *FIRST_AID, "--as", bruno().email).code == 1


def test_a_comment_is_said(typed, draft):
    words = ("Too short.", "--about", "final-quiz", "--as", femi().email)
    assert typed("approvals", "comment", *FIRST_AID, *words).code == 0
    assert Comment.objects.get().place == "final-quiz"


def test_an_approval_is_withdrawn(typed, draft):
    submit(typed)
    decide(typed, "yes", "subject expert", femi(), "--all-met")
    decide(typed, "yes", "trainer", gugu(), "--all-met")
    because = ("--because", "The method has changed.", "--as", femi().email)
    assert "is withdrawn" in typed("approvals", "withdraw", *FIRST_AID, *because).out
    assert not CourseVersion.objects.approved().exists()


def test_more_roles_can_be_asked(typed, draft):
    who = ("--as", bruno().email)
    assert "moderator" in typed("approvals", "also-ask", "moderator", *who).out
    assert ExtraRole.objects.get().organization == an_organization()
    assert "nobody" in typed("approvals", "also-ask", *who).out
    assert not ExtraRole.objects.exists()


def test_a_version_that_is_none_is_refused(typed, draft):
    ended = typed("approvals", "show", "first-aid", 7)
    assert (ended.code, "There is no version 7" in ended.err) == (1, True)
