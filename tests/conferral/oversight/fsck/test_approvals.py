"""I15: whoever changes what was approved, or who approved it, is found."""

import pytest

from cast import a_course, a_draft, chika, femi
from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog.models import CourseVersion, Module
from conferral.learning.review import actions
from conferral.learning.review.models import Review
from conferral.oversight.fsck.finding import Invariant
from conferral.oversight.fsck.run import findings
from reviewing import approved, review_of, submitted

pytestmark = pytest.mark.django_db

_CHANGES = {
    "a title": (CourseVersion, {"title": "Brain Surgery"}),
    "a validity": (CourseVersion, {"validity_months": 600}),
    "a criterion": (CourseVersion, {"criterion_json": {"completed": "scene-safety"}}),
    "a module": (Module, {"title": "Nothing to read"}),
    "a voice": (Review, {"vote": "no"}),
    "a role": (Review, {"role": Role.MODERATOR}),
    "a digest": (Review, {"digest": "0" * 64}),
    "a line": (Review, {"line": "0" * 64}),
}


def found():
    return [finding for finding in findings() if finding.invariant == Invariant.APPROVALS]


def test_what_was_approved_and_left_alone_is_sound():
    approved(a_draft())
    assert list(findings()) == []


def test_what_was_approved_without_a_review_signed_no_digest():
    a_course()
    assert found() == []


@pytest.mark.parametrize("change", _CHANGES)
def test_a_change_behind_the_reviewers_backs_is_found(change):
    approved(a_draft())
    model, values = _CHANGES[change]
    changed = model.objects.order_by("pk").first()
    model.objects.filter(pk=changed.pk).update(**values)
    (finding,) = found()
    blamed = CourseVersion.objects.get() if model is Module else changed
    assert finding.row.startswith(f"{blamed._meta.label}:{blamed.pk}")


def test_a_decision_in_another_persons_name_is_found():
    approved(a_draft())
    Review.objects.filter(role=Role.EXPERT).update(decided_by=chika())
    assert len(found()) == 1


def test_a_withdrawal_that_somebody_undid_is_found():
    version = approved(a_draft())
    actions.withdraw(version, femi(), "The method has changed.")
    assert list(findings()) == []
    CourseVersion.objects.update(withdrawn_at=None)
    (finding,) = found()
    assert "withdrawn" in finding.problem


def test_a_withdrawal_that_nobody_made_is_found():
    version = approved(a_draft())
    CourseVersion.objects.update(withdrawn_at=version.approved_at)
    assert Invariant.TRAIL in {finding.invariant for finding in findings()}


def test_a_no_is_signed_like_a_yes():
    submission = submitted(a_draft())
    actions.decide(review_of(submission, Role.EXPERT), femi(), "no", "Too short.")
    assert list(findings()) == []
    Review.objects.filter(vote="no").update(vote="yes")
    assert len(found()) == 1
