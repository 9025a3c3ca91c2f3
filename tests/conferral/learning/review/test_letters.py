"""Reviewers are asked and reminded; authors are told."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from django.utils import timezone

from cast import a_draft, a_member, an_organization, bruno, femi, gugu
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.chores.telling import NOTHING
from conferral.foundation.mail.models import Message
from conferral.learning.review import actions
from conferral.learning.review.actions import Asking
from conferral.learning.review.chores import remind_late
from conferral.learning.review.models import Vote
from reviewing import approved, review_of, say_yes, submitted

pytestmark = pytest.mark.django_db


def letters(to: Person, about: str) -> list[Message]:
    return [each for each in Message.objects.filter(to=to.email) if about in each.subject]


def in_days(days: int) -> date:
    return timezone.now().astimezone(an_organization().zone).date() + timedelta(days=days)


def test_everybody_who_may_decide_is_asked_when_nobody_is_named():
    ella = a_member("Ella", Role.EXPERT)
    submitted(a_draft())
    assert [len(letters(each, "Please review")) for each in (femi(), ella, gugu())] == [1, 1, 1]
    assert not letters(bruno(), "Please review")


def test_only_who_is_named_is_asked():
    ella = a_member("Ella", Role.EXPERT)
    submitted(a_draft(), to={Role.EXPERT: femi()})
    assert len(letters(femi(), "Please review")) == 1
    assert not letters(ella, "Please review")


def test_a_letter_says_what_until_when_and_where():
    gugu(), femi()
    asking = Asking(due_on=date(2036, 12, 24), note="Mind module 2.")
    actions.submit(a_draft(), bruno(), asking)
    (letter,) = letters(femi(), "Please review")
    assert "Bruno asks you to review Workplace First Aid, version 1." in letter.text
    assert "as subject expert by 24 December 2036" in letter.text
    assert "Mind module 2." in letter.text
    (address,) = re.findall(r"https://\S+", letter.text)
    assert resolve(urlsplit(address).path).url_name == "approval"


def test_a_deputy_is_asked_and_the_other_not_again():
    ella = a_member("Ella", Role.EXPERT)
    submission = submitted(a_draft(), to={Role.EXPERT: femi()})
    actions.delegate(review_of(submission, Role.EXPERT), femi(), ella, in_days(3))
    assert len(letters(ella, "Please review")) == len(letters(femi(), "Please review")) == 1


def test_the_author_hears_that_it_was_sent_back_and_why():
    submission = submitted(a_draft())
    actions.decide(review_of(submission, Role.EXPERT), femi(), Vote.NO, "Bleeding is missing.")
    (letter,) = letters(bruno(), "Sent back")
    assert "Bleeding is missing." in letter.text


def test_the_author_hears_that_it_is_approved():
    approved(a_draft())
    assert len(letters(bruno(), "Approved")) == 1


def test_the_author_hears_of_every_withdrawal():
    version = approved(a_draft())
    actions.withdraw(version, femi(), "The method has changed.")
    version.refresh_from_db()
    actions.withdraw(approved(version), femi(), "Again.")
    assert len(letters(bruno(), "Approval withdrawn")) == 2


def test_nobody_is_reminded_before_the_day_is_over():
    submission = submitted(a_draft())
    assert remind_late(an_organization(), submission.due_on) == NOTHING


def test_whoever_has_not_decided_is_reminded_once_a_week():
    submission = submitted(a_draft())
    say_yes(submission, Role.TRAINER, gugu())
    for days in (1, 2, 6, 7, 13, 30):
        remind_late(an_organization(), submission.due_on + timedelta(days=days))
    assert len(letters(femi(), "overdue")) == 3  # In the first week, the second, the fifth.
    assert not letters(gugu(), "overdue")


def test_a_review_that_is_over_reminds_nobody():
    version = a_draft()
    submission = submitted(version)
    actions.take_back(submission, bruno())
    assert remind_late(an_organization(), submission.due_on + timedelta(days=9)) == NOTHING


def test_another_organization_has_its_own_reviews():
    submission = submitted(a_draft())
    other = an_organization("Other", "0T")
    assert remind_late(other, submission.due_on + timedelta(days=9)) == NOTHING
