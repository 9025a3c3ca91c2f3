"""Late certificates are told to those who can help: each group once a day."""

from datetime import date, timedelta

import pytest
from django.core import mail

from cast import (
    a_course,
    a_draft,
    a_member,
    an_organization,
    bruno,
    dara,
    femi,
    gugu,
    hana,
)
from conferral import worker
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.chores.models import Round
from conferral.foundation.chores.telling import NOTHING
from conferral.foundation.mail.models import Message
from conferral.learning.awards import late
from conferral.learning.awards.chores import look_again, write_about_late
from conferral.learning.awards.jobs import SETTLE_CHANGED
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor
from conferral.learning.catalog.models import CertificateKind
from conferral.learning.review.models import Submission
from lending import a_member_until_now
from reviewing import submitted
from waiting import a_released_type, a_type, settled, today

pytestmark = pytest.mark.django_db


def written() -> dict[str, str]:
    """The letters, by first name of who gets them."""
    write_about_late(an_organization(), today())
    return {letter.to.split("@")[0]: letter.text for letter in Message.objects.all()}


def past(submission: Submission, days: int) -> None:
    """The review should have been done so many days before the promise began to count."""
    submission.due_on = today() - timedelta(days=14 + days)
    submission.save()
    Award.objects.update(settled_under=None)
    SETTLE_CHANGED.run()


def test_nothing_is_written_while_every_promise_can_be_kept():
    settled(a_draft(), 3)
    assert written() == {}


def test_a_version_that_nobody_submitted_is_its_authors_to_submit():
    settled(a_draft(), 40, days_ago=20)
    letters = written()
    assert set(letters) == {"bruno"}
    assert "40 of Workplace First Aid, version 1: The content is not approved" in letters["bruno"]
    assert "submit it for review" in letters["bruno"]


def test_a_version_under_review_is_its_reviewers_to_decide():
    version = a_draft()
    submission = submitted(version, to={Role.EXPERT: femi()})
    a_member("Folake", Role.EXPERT)
    settled(version, 2, days_ago=20)
    past(submission, 1)
    assert set(written()) == {"femi", "gugu"}  # Femi was asked by name; any trainer will do.


def test_a_release_is_for_whom_the_type_names():
    dara(), hana()
    settled(a_course(certificate_type=a_released_type(Role.OFFICER)), days_ago=20)
    Award.objects.update(due_on=today() - timedelta(days=1))
    assert set(written()) == {"hana"}


def test_an_accreditation_is_for_the_officers():
    hana(), dara()
    wanted = a_type(kind=CertificateKind.ACCREDITED, needs_accreditation=True)
    settled(a_course(certificate_type=wanted))
    Award.objects.update(due_on=today() - timedelta(days=1))
    letters = written()
    assert set(letters) == {"hana"}
    assert "No accreditation covers" in letters["hana"]


@pytest.mark.parametrize(("days", "told"), [(7, {"dara"}), (8, {"dara", "kofi"})])
def test_after_a_week_administrators_get_a_copy(days, told):
    dara(), a_member("Kofi", Role.ADMINISTRATOR)
    settled(a_course(certificate_type=a_released_type()))
    Award.objects.update(due_on=today() - timedelta(days=days))
    assert set(written()) == told


def test_where_nobody_has_the_role_administrators_are_told_at_once():
    a_member("Kofi", Role.ADMINISTRATOR)
    settled(a_course(certificate_type=a_type(moderation_percent=25)))
    Award.objects.update(due_on=today() - timedelta(days=1))
    assert set(written()) == {"kofi"}


def test_the_day_of_the_promise_is_in_time():
    settled(a_draft())
    day, promise = date(2026, 3, 2), timedelta(days=14)
    for promised in (
        {"due_on": day},
        {"due_on": None, "completed_on": day - promise},  # Nobody knows a day yet.
    ):
        Award.objects.update(**promised)
        assert not Award.objects.late(day, promise).exists()
        assert Award.objects.late(day + timedelta(days=1), promise).exists()


def test_nor_does_a_role_that_was_lent_count_a_second_longer():
    dara(), a_member_until_now("Kofi", Role.REGISTRAR)
    settled(a_course(certificate_type=a_released_type()))
    Award.objects.update(due_on=today() - timedelta(days=1))
    assert set(written()) == {"dara"}


def test_who_left_the_staff_is_not_written_to():
    settled(a_draft(), days_ago=20)
    Person.objects.filter(pk=bruno().pk).update(is_active=False)
    a_member("Kofi", Role.ADMINISTRATOR)
    assert set(written()) == {"kofi"}


def test_one_letter_a_day_has_all_groups_in_it():
    dara()
    for code in ("first-aid", "fire"):
        settled(a_course(code, certificate_type=a_released_type()), 3)
    Award.objects.update(due_on=today() - timedelta(days=1))
    assert written().keys() == written().keys() == {"dara"}
    assert Message.objects.count() == 1
    assert Message.objects.get().subject == "6 certificates are late at SayPro"
    write_about_late(an_organization(), today() + timedelta(days=1))
    assert Message.objects.count() == 2


def test_a_thousand_late_awards_are_one_group_and_few_questions(django_assert_max_num_queries):
    femi(), gugu()
    settled(a_draft(), 1000, days_ago=20)
    with django_assert_max_num_queries(7):
        said = write_about_late(an_organization(), today())
    assert said == "1000 late, 1 letter written."
    assert [group.count for group in late.groups(an_organization(), today())] == [1000]


def test_another_organization_is_not_told():
    settled(a_draft(), days_ago=20)
    other = an_organization("Other", "0T")
    assert write_about_late(other, today()) == NOTHING


def test_every_day_all_that_wait_are_looked_at_again():
    settled(a_draft())
    assert not SETTLE_CHANGED.waits()
    look_again(an_organization(), today())
    assert SETTLE_CHANGED.waits()


def test_the_belt_does_the_chores_and_comes_to_rest():
    settled(a_draft(), 2, days_ago=20)
    worker.run_until_idle()
    assert {"look again at waiting awards", "write about late certificates"} <= set(
        Round.objects.exclude(done_at=None).values_list("chore", flat=True)
    )
    (letter,) = [letter for letter in mail.outbox if "late" in letter.subject]
    assert letter.to == [bruno().email]
    worker.run_until_idle()
    assert len([letter for letter in mail.outbox if "late" in letter.subject]) == 1


@pytest.mark.parametrize("waits_for", WaitsFor)
def test_every_reason_says_what_to_do(waits_for):
    group = late.Late(1, "First Aid", 1, waits_for, "Because.", "", 1, today())
    assert group.remedy.endswith(".")
