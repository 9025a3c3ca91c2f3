"""Awards are settled in batches, again when something changed, and released by the right people."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cast import (
    a_course,
    a_draft,
    a_member,
    an_accreditation,
    an_organization,
    bruno,
    chika,
    dara,
    femi,
    hana,
)
from conferral.credentials.issuing.jobs import ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential
from conferral.foundation import approval
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from conferral.learning.awards import actions
from conferral.learning.awards.jobs import SETTLE_CHANGED
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor
from conferral.learning.catalog import changes
from conferral.learning.catalog.models import CertificateKind, CourseVersion
from conferral.learning.review import actions as review
from reviewing import approved, submitted
from waiting import a_released_type, a_type, earned, settled, today

pytestmark = pytest.mark.django_db

EVERYTHING = Award.objects.all


def waits() -> list[str]:
    return sorted(set(Award.objects.values_list("waits_for", flat=True)))


def issue_all() -> int:
    while SETTLE_CHANGED.run() + ISSUE_AWARDS.run():
        pass
    return Credential.objects.count()


def test_who_completes_an_unapproved_version_waits_for_its_approval():
    (award,) = settled(a_draft())
    assert (award.waits_for, award.due_on) == (WaitsFor.APPROVAL, None)
    assert issue_all() == 0


def test_under_review_the_promise_is_counted_from_the_day_it_is_due():
    version = a_draft()
    submission = submitted(version)
    (award,) = settled(version)
    assert award.due_on == submission.due_on + timedelta(days=14)


def test_the_approval_lets_a_thousand_go():
    version = a_draft()
    settled(version, 1100)
    assert waits() == [WaitsFor.APPROVAL]
    approved(version)
    assert issue_all() == 1100
    assert Award.objects.filter(due_on=today() + timedelta(days=14)).count() == 1100


def test_an_approval_that_is_taken_back_stops_a_thousand_and_the_next_lets_them_go():
    version = a_course()
    settled(version, 1100)
    assert ISSUE_AWARDS.run() == 1000
    review.withdraw(version, femi(), "The method has changed.")
    assert issue_all() == 1000
    waiting = Award.objects.unissued()
    assert {award.waits_for for award in waiting} == {WaitsFor.APPROVAL}
    assert "was withdrawn on" in waiting[0].waits_because
    approved(CourseVersion.objects.get(pk=version.pk))
    assert issue_all() == 1100


def test_a_thousand_are_settled_in_as_many_questions_as_one(django_assert_max_num_queries):
    version = a_draft()
    earned(version, 1000)
    with django_assert_max_num_queries(14):
        SETTLE_CHANGED.run()


def test_to_settle_once_more_at_the_signing_costs_a_batch_few_questions(
    django_assert_max_num_queries,
):
    awards = settled(a_course(), 1000)
    related = Award.objects.select_related("enrolment__version__course__organization")
    awards = list(related.filter(pk__in=[award.pk for award in awards]))
    with django_assert_max_num_queries(6):
        assert len(actions.settle(awards, timezone.now())) == 1000


def test_what_nothing_changed_for_is_not_looked_at_again():
    settled(a_draft(), 3)
    assert not SETTLE_CHANGED.waits()
    changes.note(an_organization())
    assert SETTLE_CHANGED.run() == 3
    assert not SETTLE_CHANGED.waits()


def test_a_change_elsewhere_concerns_nobody_here():
    settled(a_draft())
    changes.note(an_organization("Other", "0T"))
    assert not SETTLE_CHANGED.waits()


def test_a_withdrawn_approval_stops_what_is_not_issued():
    version = a_course(certificate_type=a_released_type())
    settled(version, 5)
    review.withdraw(version, chika(), "The manual is out of date.")
    SETTLE_CHANGED.run()
    assert waits() == [WaitsFor.APPROVAL]
    award = Award.objects.first()
    assert award.waits_because.startswith("The approval of the content was withdrawn on ")


def test_what_was_settled_before_the_withdrawal_is_not_signed_after_it():
    version = a_course()
    settled(version, 5)
    assert waits() == [WaitsFor.NOTHING]
    review.withdraw(version, chika(), "The manual is out of date.")
    ISSUE_AWARDS.run()  # Without SETTLE: the last word is spoken at the signing.
    assert (Credential.objects.count(), waits()) == (0, [WaitsFor.APPROVAL])


def test_what_was_issued_before_the_withdrawal_stays():
    version = a_course()
    settled(version, 2)
    issue_all()
    review.withdraw(version, chika(), "The manual is out of date.")
    issue_all()
    assert Credential.objects.filter(revoked_at=None).count() == 2


def test_a_moderated_type_waits_for_its_moderators_and_then_goes():
    version = a_course(certificate_type=a_type(moderation_percent=25))
    settled(version, 2)
    assert waits() == [WaitsFor.MODERATION]
    Award.objects.update(moderated_at=timezone.now())
    changes.note(an_organization())
    assert issue_all() == 2


def test_a_type_that_asks_for_accreditation_is_held_until_there_is_one():
    wanted = a_type(kind=CertificateKind.ACCREDITED, needs_accreditation=True)
    version = a_course(certificate_type=wanted)
    (award,) = settled(version)
    assert award.waits_for == WaitsFor.ACCREDITATION
    assert "No accreditation covers" in award.waits_because
    an_accreditation(version)
    changes.note(an_organization())
    assert issue_all() == 1


def test_an_accreditation_that_ended_at_midnight_holds_what_was_settled_before_it():
    wanted = a_type(kind=CertificateKind.ACCREDITED, needs_accreditation=True)
    version = a_course(certificate_type=wanted)
    accreditation = an_accreditation(version)
    settled(version)
    assert waits() == [WaitsFor.NOTHING]
    accreditation.valid_until = today() - timedelta(days=1)
    accreditation.save()  # Nobody notes a midnight.
    ISSUE_AWARDS.run()
    assert (Credential.objects.count(), waits()) == (0, [WaitsFor.ACCREDITATION])


def test_the_day_of_the_promise_is_that_of_the_organization():
    version = a_draft()
    approval.submit(version, bruno(), version.course.organization)
    approval.approve(version, chika(), version.course.organization)
    # Half past eleven at night in London is half past one of the next day in Johannesburg.
    CourseVersion.objects.update(approved_at=datetime(2026, 6, 14, 22, 30, tzinfo=UTC))
    earned(version, at=datetime(2026, 6, 1, 12, tzinfo=UTC))
    SETTLE_CHANGED.run()
    assert Award.objects.get().due_on == date(2026, 6, 15) + timedelta(days=14)


def test_another_promise_of_the_organization_counts_from_then_on():
    version = a_course()
    organization = version.course.organization
    organization.issues_within_days = 5
    organization.save()
    (award,) = settled(version)
    assert award.due_on == today() + timedelta(days=5)


def test_whom_the_type_names_releases_many_at_once():
    version = a_course(certificate_type=a_released_type())
    settled(version, 40)
    assert (issue_all(), waits()) == (0, [WaitsFor.RELEASE])
    count = actions.release(an_organization(), dara(), EVERYTHING(), expected=40)
    assert (count, issue_all()) == (40, 40)
    assert len(Entry.objects.get(deed="released", actor=dara()).details["awards"]) == 40


def test_a_release_of_more_than_were_shown_is_refused():
    version = a_course(certificate_type=a_released_type())
    settled(version, 2)
    with pytest.raises(Refused, match="There are 2 to release by now, not 1"):
        actions.release(an_organization(), dara(), EVERYTHING(), expected=1)


def test_who_is_not_named_by_the_type_may_not_release():
    settled(a_course(certificate_type=a_released_type(Role.OFFICER)))
    with pytest.raises(Refused, match="accreditation officer, or an administrator"):
        actions.release(an_organization(), dara(), EVERYTHING(), expected=1)
    assert actions.release(an_organization(), hana(), EVERYTHING(), expected=1) == 1


def test_an_administrator_may_release_whatever_there_is():
    settled(a_course(certificate_type=a_released_type(Role.OFFICER)))
    kofi = a_member("Kofi", Role.ADMINISTRATOR)
    assert actions.release(an_organization(), kofi, EVERYTHING(), expected=1) == 1


def test_nobody_releases_for_another_organization():
    settled(a_course(certificate_type=a_released_type()))
    other = an_organization("Other", "0T")
    mallory = a_member("Mallory", Role.ADMINISTRATOR, other)
    with pytest.raises(Refused, match="There are 0"):
        actions.release(other, mallory, EVERYTHING(), expected=1)


def test_what_was_released_still_waits_when_the_approval_is_withdrawn():
    version = a_course(certificate_type=a_released_type())
    settled(version)
    actions.release(an_organization(), dara(), EVERYTHING(), expected=1)
    review.withdraw(version, chika(), "The manual is out of date.")
    assert (issue_all(), waits()) == (0, [WaitsFor.APPROVAL])


@pytest.mark.parametrize(
    ("roles", "released_by", "may"),
    [
        ((Role.REGISTRAR,), Role.REGISTRAR, True),
        ((Role.AUTHOR, Role.OFFICER), Role.OFFICER, True),
        ((Role.ADMINISTRATOR,), Role.OFFICER, True),
        ((Role.REGISTRAR,), Role.OFFICER, False),
        ((Role.AUTHOR,), Role.AUTHOR, False),  # The role has not the right.
        ((), Role.REGISTRAR, False),
    ],
)
def test_the_named_role_releases_if_it_has_the_right(roles, released_by, may):
    assert actions.may_release(roles, released_by) is may
