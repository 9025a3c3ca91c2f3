import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cast import a_course, an_organization, dara
from conferral.credentials.issuing.jobs import ISSUE_AWARDS
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from conferral.learning.awards import holding
from conferral.learning.awards.jobs import SETTLE_CHANGED
from conferral.learning.awards.life import State
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor
from waiting import a_released_type, earned, settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def award():
    return settled(a_course())[0]


def test_what_is_held_is_not_issued(award):
    holding.hold(award, dara(), "Her identity is being checked")
    ISSUE_AWARDS.run()
    award.refresh_from_db()
    assert (award.issued_at, award.waits_for) == (None, WaitsFor.HOLD)
    assert award.waits_because == "Her identity is being checked"
    assert holding.state(award) is State.HELD


def test_settling_does_not_let_it_go(award):
    holding.hold(award, dara(), "Her identity is being checked")
    Award.objects.update(settled_under=None)
    SETTLE_CHANGED.run()
    award.refresh_from_db()
    assert award.waits_for == WaitsFor.HOLD


def test_whoever_lets_it_go_has_it_issued(award):
    holding.hold(award, dara(), "Her identity is being checked")
    holding.let_go(award, dara(), "It is she")
    SETTLE_CHANGED.run()
    ISSUE_AWARDS.run()
    award.refresh_from_db()
    assert award.issued_at
    assert list(Entry.objects.order_by("pk").values_list("deed", flat=True))[-3:] == [
        "held",
        "let go",
        "issued",
    ]


def test_what_else_it_waits_for_it_waits_for_still():
    (award,) = settled(a_course(certificate_type=a_released_type()))
    holding.hold(award, dara(), "A question")
    holding.let_go(award, dara())
    SETTLE_CHANGED.run()
    award.refresh_from_db()
    assert award.waits_for == WaitsFor.RELEASE


def test_it_is_held_once_and_with_a_reason(award):
    with pytest.raises(Refused, match="Say why"):
        holding.hold(award, dara(), " ")
    holding.hold(award, dara(), "A question")
    with pytest.raises(Refused, match="held already"):
        holding.hold(award, dara(), "Another question")


def test_what_nobody_holds_is_not_let_go(award):
    with pytest.raises(Refused, match="not held"):
        holding.let_go(award, dara())


def test_what_was_let_go_a_moment_ago_is_let_go_once_and_can_be_held_again(award):
    holding.hold(award, dara(), "A question")
    holding.let_go(award, dara())
    with pytest.raises(Refused, match="not held"):
        holding.let_go(award, dara())
    holding.hold(award, dara(), "Another question")
    assert Award.objects.get().held_because == "Another question"


def test_what_is_issued_is_not_held_any_more(award):
    ISSUE_AWARDS.run()
    with pytest.raises(Refused, match="issued already"):
        holding.hold(award, dara(), "A question")


def test_no_row_says_that_something_is_held_and_issued(award):
    holding.hold(award, dara(), "A question")
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(issued_at=timezone.now())


def test_it_is_held_before_anybody_has_settled_it():
    (award,) = earned(a_course())
    holding.hold(award, dara(), "A question")
    SETTLE_CHANGED.run()
    ISSUE_AWARDS.run()
    award.refresh_from_db()
    assert award.issued_at is None


@pytest.fixture
def three():
    settled(a_course(), 3)
    return Award.objects.all()


def test_many_are_held_for_one_reason_and_let_go_again(three):
    organization = an_organization()
    assert holding.hold_all(organization, dara(), three, "The marks are in doubt", expected=3) == 3
    ISSUE_AWARDS.run()
    assert {each.waits_because for each in three.all()} == {"The marks are in doubt"}
    assert holding.let_go_all(organization, dara(), three.all(), expected=3) == 3
    SETTLE_CHANGED.run()
    ISSUE_AWARDS.run()
    assert three.filter(issued_at__isnull=False).count() == 3


def test_who_was_shown_two_holds_no_third(three):
    with pytest.raises(Refused, match="There are 3 by now, not 2"):
        holding.hold_all(an_organization(), dara(), three, "In doubt", expected=2)
    assert not three.exclude(held_at=None).exists()


def test_many_are_held_only_with_a_reason(three):
    with pytest.raises(Refused, match="Say why"):
        holding.hold_all(an_organization(), dara(), three, " ", expected=3)


def test_what_is_held_already_keeps_its_reason(three):
    holding.hold(three[0], dara(), "Her identity")
    holding.hold_all(an_organization(), dara(), three.all(), "The marks", expected=2)
    assert sorted(each.held_because for each in three.all()) == [
        "Her identity",
        "The marks",
        "The marks",
    ]


def test_awards_of_another_organization_are_neither_held_nor_let_go(three):
    other = an_organization("Other", "0T")
    with pytest.raises(Refused, match="There are 0"):
        holding.hold_all(other, dara(), three, "In doubt", expected=3)
