"""A bad address is corrected, tried again or set aside; and what did not arrive leaves."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from cast import a_person, an_organization, bruno, dara
from conferral.foundation.audit.models import Entry
from conferral.foundation.belt import PATIENCE
from conferral.foundation.mail import actions, jobs, mending
from conferral.foundation.mail.jobs import SEND_QUEUED
from conferral.foundation.mail.mending import Ticked
from conferral.foundation.mail.models import BadAddress, Message
from conferral.foundation.mail.personal_data import erase, export
from conferral.foundation.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return a_person("Ada Nkosi")


@pytest.fixture
def bad(ada):
    for n in range(2):
        a_letter(f"certificate:{n}")
    return BadAddress.objects.create(
        organization=an_organization(), address="ada@example.test", person=ada, status="5.1.1"
    )


def a_letter(key, to="ada@example.test", organization=None):
    return Message.objects.create(
        organization=organization or an_organization(),
        key=key,
        to=to,
        subject="Your certificate",
        attempts=PATIENCE,
        problem="There is no such mailbox.",
    )


def test_a_corrected_address_gets_what_did_not_arrive(ada, bad, mailoutbox):
    assert mending.correct(bad, " Ada.Nkosi@Example.test ", dara()) == 2
    SEND_QUEUED.run()
    assert [letter.to for letter in mailoutbox] == [["ada.nkosi@example.test"]] * 2
    ada.refresh_from_db()
    assert ada.email == "ada.nkosi@example.test"


def test_a_letter_that_can_still_be_stopped_leaves_no_earlier(bad):
    later = timezone.now() + timedelta(minutes=10)
    Message.objects.create(
        organization=an_organization(),
        key="certificate:2",
        to="ada@example.test",
        subject="Your certificate",
        next_attempt_at=later,
    )
    assert mending.correct(bad, "ada.nkosi@example.test", dara()) == 3
    waiting = Message.objects.get(key="certificate:2")
    assert (waiting.to, waiting.next_attempt_at) == ("ada.nkosi@example.test", later)


def test_a_letter_that_is_being_sent_meanwhile_does_not_go_to_the_old_address(bad, mailoutbox):
    under_way = Message.objects.earliest("pk")
    mending.correct(bad, "ada.nkosi@example.test", dara())
    jobs.send(under_way, jobs.get_connection())
    assert not mailoutbox
    SEND_QUEUED.run()
    assert {address for letter in mailoutbox for address in letter.to} == {"ada.nkosi@example.test"}


def test_the_correction_is_one_line_of_the_trail_without_an_address(bad):
    mending.correct(bad, "ada.nkosi@example.test", dara())
    (line,) = Entry.objects.filter(deed="corrected an address")
    assert line.details == {"letters": 2}


def test_who_signed_in_with_the_old_address_signs_in_with_the_new_one(ada, bad):
    EmailAddress.objects.create(user=ada, email=ada.email, primary=True, verified=True)
    mending.correct(bad, "ada.nkosi@example.test", dara())
    assert not EmailAddress.objects.filter(user=ada).exists()


def test_only_the_letters_that_were_chosen_leave(bad, mailoutbox):
    first, last = Message.objects.order_by("pk")
    a_letter("certificate:written-since")
    ticked = Ticked([first.pk], last.pk)
    assert mending.correct(bad, "ada.nkosi@example.test", dara(), ticked) == 2
    SEND_QUEUED.run()
    assert len(mailoutbox) == 2
    assert Message.objects.exclude(stopped_at=None).get() == last


def test_an_address_that_was_right_is_tried_again(ada, bad, mailoutbox):
    assert mending.try_again(bad, dara()) == 2
    SEND_QUEUED.run()
    assert [letter.to for letter in mailoutbox] == [["ada@example.test"]] * 2


def test_what_is_set_aside_asks_nobody_and_stays_as_it_is(bad, mailoutbox):
    mending.set_aside(bad, dara())
    a_letter("later", to="ada@example.test")
    SEND_QUEUED.run()
    assert not mailoutbox
    assert not BadAddress.objects.to_mend().exists()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ada@example.test", "Type another one"),
        ("ada", "no @"),
        ("bruno@example.test", "somebody else"),
        ("gone@example.test", "either"),
    ],
)
def test_what_cannot_be_an_address_of_theirs_is_refused(bad, typed, why):
    bruno()
    BadAddress.objects.create(organization=an_organization(), address="gone@example.test")
    with pytest.raises(Refused, match=why):
        mending.correct(bad, typed, dara())


def test_an_invitation_never_goes_to_an_address_that_somebody_else_has_typed(bad, mailoutbox):
    a_letter("invitation:1")
    Message.objects.filter(key="invitation:1").update(is_for_staff=True)
    assert mending.correct(bad, "mallory@example.test", dara()) == 2
    SEND_QUEUED.run()
    assert len(mailoutbox) == 2
    assert Message.objects.get(key="invitation:1").stopped_at


def test_an_address_of_nobody_is_not_corrected(bad):
    bad.person = None
    bad.save()
    with pytest.raises(Refused, match="Nobody is known"):
        mending.correct(bad, "mallory@example.test", dara())


def test_nobody_corrects_the_address_of_staff(ada, bad):
    bad.person, bad.address = bruno(), "bruno@example.test"
    bad.save()
    with pytest.raises(Refused, match="member of staff"):
        mending.correct(bad, "mallory@example.test", dara())


def test_nobody_is_let_into_what_another_organization_has_for_them(ada, bad):
    a_letter("theirs", organization=an_organization("Other", "OT"))
    with pytest.raises(Refused, match="Others write to them"):
        mending.correct(bad, "mallory@example.test", dara())


def test_an_address_that_they_changed_themselves_is_not_changed_again(ada, bad):
    ada.email = "new@example.test"
    ada.save()
    with pytest.raises(Refused, match=r"new@example\.test"):
        mending.correct(bad, "mallory@example.test", dara())
    assert mending.correct(bad, "new@example.test", dara()) == 2


def test_of_two_who_mend_it_the_second_is_told(bad):
    mending.try_again(bad, dara())
    with pytest.raises(Refused, match="meanwhile"):
        mending.correct(bad, "ada.nkosi@example.test", dara())


def test_another_letter_to_a_bad_address_is_not_tried_by_hand(bad):
    with pytest.raises(Refused, match="Mend the address"):
        actions.retry(Message.objects.earliest("pk"), dara())


def test_a_corrected_address_is_part_of_what_is_kept_and_is_forgotten(ada, bad):
    a_letter("arrived:1")
    mending.correct(bad, "ada.nkosi@example.test", dara())
    ada.refresh_from_db()
    (kept,) = export(ada)["bad addresses"]
    assert kept["corrected_to"] == "ada.nkosi@example.test"
    erase(ada, an_organization())
    assert not BadAddress.objects.exists()
    assert not Message.objects.filter(to__contains="ada").exists()
