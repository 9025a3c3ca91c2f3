"""Approval: two people have seen it, and it does not change afterwards."""

import pytest

from cast import a_course, an_organization, bruno, chika
from conferral.foundation import approval
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.models import CourseVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    course = a_course().course
    return CourseVersion.objects.create(
        course=course, number=2, title="First Aid", description="-", criterion_json={}
    )


def test_what_was_submitted_awaits_review(draft):
    approval.submit(draft, bruno(), an_organization())
    assert list(CourseVersion.objects.awaiting_review()) == [draft]


def test_somebody_else_approves_it(draft):
    approval.submit(draft, bruno(), an_organization())
    approval.approve(draft, chika(), an_organization())
    assert draft in CourseVersion.objects.approved()


def test_nobody_approves_their_own_work(draft):
    approval.submit(draft, bruno(), an_organization())
    with pytest.raises(Refused, match="Someone else"):
        approval.approve(draft, bruno(), an_organization())


def test_a_draft_cannot_be_approved_or_sent_back(draft):
    for verb in (approval.approve, approval.send_back):
        with pytest.raises(Refused, match="not been submitted"):
            verb(draft, chika(), an_organization(), **_remark(verb))


def test_what_is_approved_never_changes_its_state(draft):
    approval.submit(draft, bruno(), an_organization())
    approval.approve(draft, chika(), an_organization())
    for verb in (approval.submit, approval.approve, approval.send_back):
        with pytest.raises(Refused, match="approved already"):
            verb(draft, chika(), an_organization(), **_remark(verb))


def test_what_was_sent_back_can_be_submitted_again(draft):
    approval.submit(draft, bruno(), an_organization())
    approval.send_back(draft, chika(), an_organization(), remark="The hours are missing")
    assert draft not in CourseVersion.objects.awaiting_review()
    approval.submit(draft, bruno(), an_organization())
    assert draft in CourseVersion.objects.awaiting_review()


def test_every_step_leaves_a_line(draft):
    Entry.objects.all().delete()
    approval.submit(draft, bruno(), an_organization())
    approval.send_back(draft, chika(), an_organization(), remark="Why?")
    approval.submit(draft, bruno(), an_organization())
    approval.approve(draft, chika(), an_organization())
    lines = Entry.objects.order_by("pk").values_list("deed", "actor__printed_name")
    assert list(lines) == [
        ("submitted", "Bruno"),
        ("sent back", "Chika"),
        ("submitted", "Bruno"),
        ("approved", "Chika"),
    ]


def _remark(verb):
    return {"remark": "No"} if verb is approval.send_back else {}
