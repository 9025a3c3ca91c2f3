"""Reconciliation: every certificate that was earned stands in one place, which has a name."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cast import a_course, a_draft, an_award, an_organization, dara, publish
from conferral.credentials.delivery import actions as delivery
from conferral.credentials.delivery.jobs import ANNOUNCE_PRINTED
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.verification.models import Looks
from conferral.foundation.belt import PATIENCE
from conferral.foundation.brakes.models import Brakes
from conferral.foundation.mail.models import Message
from conferral.learning.awards.models import Award
from conferral.oversight.reports import reconciliation
from conferral.oversight.reports.reconciliation import REACHED, Place, Stage, Wanted
from conferral.worker import run_until_idle

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def places(wanted=None, now=None):
    now = now or timezone.now()
    lines = reconciliation.reconcile(an_organization(), wanted or Wanted(), now)
    return dict(reconciliation.total(lines).places)


def sent(name="Ada Nkosi", version=None):
    award = an_award(name, version)
    run_until_idle()
    return award.credentials.get()


def test_every_place_is_on_the_way():
    assert set(REACHED) == set(Place)


def test_what_is_sent_and_not_looked_at_is_the_last_difference():
    sent()
    (line,) = reconciliation.reconcile(an_organization(), Wanted(), NOW)
    assert line.stages == [1, 1, 1, 1, 1, 1, 0]
    assert line.differences == [(Place.SENT, 1)]


def test_what_was_looked_at_differs_in_nothing():
    Looks.objects.create(credential=sent(), day=NOW.date(), count=3)
    (line,) = reconciliation.reconcile(an_organization(), Wanted(), NOW)
    assert line.stages == [1] * len(Stage)
    assert line.differences == []


def test_what_somebody_looks_at_before_its_letter_leaves_is_not_sent_yet():
    Brakes.objects.filter(organization=an_organization()).update(undo_minutes=10)
    Looks.objects.create(credential=sent(), day=NOW.date(), count=1)
    assert places() == {Place.IN_WINDOW: 1}


def test_what_moderators_rejected_was_not_earned():
    an_award()
    Award.objects.update(rejected_at=NOW)
    assert places() == {}


def test_each_difference_has_its_name():
    organization, version = an_organization(), a_course()
    sent("Sent Away", version)
    issuing.revoke(sent("Revoked Later", version), dara(), "Wrong", Reason.ISSUED_IN_ERROR)
    an_award("No Address", version).enrolment.person.__class__.objects.filter(
        printed_name="No Address"
    ).update(email=None)
    run_until_idle()
    Brakes.objects.filter(organization=organization).update(undo_minutes=10)
    for name in ("Stopped Dube", "Windowed Moyo", "Retried Zulu", "Stuck Sithole", "Doubted Khoza"):
        an_award(name, version)
        run_until_idle()
    stopped = Credential.objects.filter(award__enrolment__person__printed_name="Stopped Dube")
    delivery.stop(organization, dara(), stopped, "Mistake", expected=1)
    doubted = Credential.objects.get(award__enrolment__person__printed_name="Doubted Khoza")
    issuing.suspend(doubted, dara(), "Under review", Reason.UNDER_REVIEW)
    Message.objects.filter(to="retried@example.test").update(attempts=1)
    Message.objects.filter(to="stuck@example.test").update(attempts=PATIENCE)
    an_award("Waits Here", a_draft("draft"))
    run_until_idle()
    assert places() == {
        Place.SENT: 2,
        Place.NO_ADDRESS: 1,
        Place.STOPPED: 1,
        Place.SUSPENDED: 1,
        Place.IN_WINDOW: 1,
        Place.TRIED_AGAIN: 1,
        Place.UNSENT: 1,
        Place.APPROVAL: 1,
    }


def test_a_certificate_goes_from_place_to_place():
    (credential,) = issuing.issue([an_award()])
    assert places() == {Place.TO_LOG: 1}
    publish()
    assert places() == {Place.TO_PRINT: 1}
    gives_up(Credential, Place.UNPRINTED)
    PRINT_LOGGED.run()
    assert places() == {Place.TO_WRITE: 1}
    gives_up(Certificate, Place.UNWRITTEN)
    ANNOUNCE_PRINTED.run()
    assert places() == {Place.TO_SEND: 1}
    issuing.revoke(credential, dara(), "Wrong", Reason.ISSUED_IN_ERROR)
    assert places() == {Place.TAKEN_BACK: 1}
    Credential.objects.update(erased_at=NOW)
    assert places() == {Place.FORGOTTEN: 1}


def gives_up(rows, place):
    rows.objects.update(attempts=PATIENCE)
    assert places() == {place: 1}
    rows.objects.update(attempts=0)


def test_what_is_on_its_way_is_told_from_what_is_stuck():
    version = a_course()
    an_award("Ada Nkosi", version)
    stuck = an_award("Ben Dube", version)
    Award.objects.filter(pk=stuck.pk).update(attempts=PATIENCE)
    assert places() == {Place.TO_SIGN: 1, Place.UNSIGNED: 1}


def test_a_replaced_certificate_counts_once():
    credential = sent()
    change = issuing.Change("The name was wrong", Reason.WRONG_NAME, "Ada M Nkosi")
    issuing.replace(credential, dara(), change)
    assert sum(places().values()) == 1


def test_a_period_is_of_the_days_of_completion():
    an_award()
    assert places(Wanted(since=date(2026, 6, 14), until=date(2026, 6, 14)))
    assert not places(Wanted(since=date(2026, 6, 15)))
    assert not places(Wanted(until=date(2026, 6, 13)))
    assert not places(Wanted(course="other"))


def test_it_costs_one_query_for_few_and_for_many(django_assert_num_queries):
    organization = an_organization()
    for code in ("one", "two", "three"):
        an_award("Ada Nkosi", a_course(code))
    with django_assert_num_queries(1):
        assert len(reconciliation.reconcile(organization, Wanted(), NOW)) == 3


def test_those_at_a_place_can_be_listed_with_their_numbers():
    credential = sent()
    (award,) = reconciliation.at(an_organization(), Place.SENT, Wanted(), NOW)
    assert award.number == credential.number


def test_a_window_that_has_passed_is_over():
    Brakes.objects.filter(organization=an_organization()).update(undo_minutes=10)
    sent()
    assert places() == {Place.IN_WINDOW: 1}
    assert places(now=timezone.now() + timedelta(minutes=11)) == {Place.TO_SEND: 1}
    Message.objects.update(claimed_at=timezone.now())  # A worker has it in hand.
    assert places() == {Place.TO_SEND: 1}
