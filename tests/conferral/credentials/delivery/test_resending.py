"""Letters about many certificates sent again: looked at first, each written once, stopped."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import an_issued_credential, an_organization, dara
from conferral.credentials.delivery import resending
from conferral.credentials.delivery.jobs import WRITE_AGAIN
from conferral.credentials.delivery.models import Delivery, Resent
from conferral.credentials.delivery.personal_data import erase
from conferral.credentials.delivery.resending import Fate
from conferral.credentials.delivery.running import RESENDINGS
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.models import Entry
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import actions as runs
from conferral.foundation.runs import tracking

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent():
    """Three certificates whose letters were sent; no printer is needed for that."""
    for name in ("Ada Nkosi", "Ben Dube", "Zola Khumalo"):
        _send(an_issued_credential(name))
    return Credential.objects.order_by("pk")


def _send(credential):
    now = timezone.now()
    certificate = Certificate.objects.create(
        credential=credential, sha256="0" * 64, printed_at=now, announced_at=now
    )
    message = Message.objects.create(
        organization=an_organization(),
        key=f"certificate:{credential.number}",
        to=credential.award.enrolment.person.email,
        sent_at=now - timedelta(days=9),
    )
    Delivery.objects.create(certificate=certificate, message=message)


def asked(chosen):
    return resending.send_all(
        an_organization(), dara(), chosen, expected=resending.preview(chosen).count
    )


def test_everybody_gets_one_more_letter_and_there_is_one_line_in_the_trail(sent):
    found = asked(sent)
    WRITE_AGAIN.run()
    assert not WRITE_AGAIN.waits()
    again = Message.objects.unsent()
    assert sorted(message.to for message in again) == [
        "ada@example.test",
        "ben@example.test",
        "zola@example.test",
    ]
    assert Delivery.objects.filter(message__in=again).count() == 3
    run = tracking.of(found).get()
    assert (run.done, run.failed, str(run.state)) == (3, 0, "done")
    assert Entry.objects.filter(deed="asked for letters to be sent again").count() == 1


def test_it_says_before_why_somebody_gets_none(sent):
    void, unreachable, unsent = sent
    issuing.revoke(void, dara(), "Issued by mistake", Reason.ISSUED_IN_ERROR)
    Person.objects.filter(pk=unreachable.award.enrolment.person_id).update(email=None)
    Message.objects.filter(key=f"certificate:{unsent.number}").update(sent_at=None)
    an_issued_credential("Sipho Maseko")
    assert resending.preview(sent.all()).fates == {
        Fate.VOID: 1,
        Fate.UNREACHABLE: 1,
        Fate.UNSENT: 1,
        Fate.COMING: 1,
    }


def test_of_two_who_ask_at_once_nobody_is_written_to_twice(sent):
    asked(sent)
    assert resending.preview(sent).fates == {Fate.ASKED: 3}
    with pytest.raises(Refused, match="Nobody would get a letter"):
        resending.send_all(an_organization(), dara(), sent, expected=3)


def test_who_has_seen_another_number_looks_again(sent):
    with pytest.raises(Refused, match="By now 3"):
        resending.send_all(an_organization(), dara(), sent, expected=2)
    assert not Resent.objects.exists()


def test_those_of_another_organization_are_left_alone(sent):
    other = an_organization("Other", "0T")
    with pytest.raises(Refused):
        resending.send_all(other, dara(), sent, expected=3)


def test_what_happened_meanwhile_is_said_and_can_be_tried_again(sent):
    first = sent[0]
    found = asked(sent)
    issuing.suspend(first, dara(), "Under review", Reason.UNDER_REVIEW)
    WRITE_AGAIN.run()
    (problem,) = RESENDINGS.problems(found.pk)
    assert (problem.which, "not in force" in problem.says) == (first.number, True)
    issuing.reinstate(first, dara(), "All is well", Reason.UNDER_REVIEW)
    assert runs.retry(tracking.of(found).get(), RESENDINGS, dara()) == 1
    WRITE_AGAIN.run()
    assert tracking.of(found).get().done == 3


def test_what_somebody_has_asked_for_meanwhile_is_not_tried_again_beside_it(sent):
    first = sent[0]
    found = asked(sent)
    issuing.suspend(first, dara(), "Under review", Reason.UNDER_REVIEW)
    WRITE_AGAIN.run()
    issuing.reinstate(first, dara(), "All is well", Reason.UNDER_REVIEW)
    asked(sent.filter(pk=first.pk))
    with pytest.raises(Refused):
        runs.retry(tracking.of(found).get(), RESENDINGS, dara())
    assert WRITE_AGAIN.run() == 1


def test_while_it_is_paused_nobody_is_written_to(sent):
    found = asked(sent)
    runs.pause(tracking.of(found).get(), dara())
    assert not WRITE_AGAIN.waits()
    runs.resume(tracking.of(found).get(), dara())
    assert WRITE_AGAIN.run() == 3


def test_what_is_cancelled_is_never_written(sent):
    found = asked(sent)
    runs.cancel(tracking.of(found).get(), RESENDINGS, dara())
    assert not WRITE_AGAIN.waits()
    assert str(tracking.of(found).get().state) == "cancelled"


def test_who_is_forgotten_meanwhile_does_not_keep_it_from_ending(sent):
    found = asked(sent)
    erase(sent[0].award.enrolment.person, an_organization())
    WRITE_AGAIN.run()
    assert tracking.of(found).get().total == tracking.of(found).get().done == 2
