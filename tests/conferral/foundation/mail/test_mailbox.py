"""The mailbox to which letters come back: read, marked, and left as it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bounced import QMAIL, a_report, written
from cast import an_organization
from conferral.foundation.mail import mailbox
from conferral.foundation.mail.delivery_status import MOST
from conferral.foundation.mail.jobs import READ_RETURNED
from conferral.foundation.mail.message_ids import id_of
from conferral.foundation.mail.models import BadAddress, Mailbox, Message
from returned_mail import ReturnedMail, answering

pytestmark = pytest.mark.django_db


def a_sent_letter():
    return Message.objects.create(
        organization=an_organization(),
        key="certificate:1",
        to="ada@example.test",
        sent_at=timezone.now(),
    )


def looked_into(settings, returned):
    with answering(returned):
        settings.BOUNCES_URL = returned.address
        return mailbox.look(timezone.now())


def test_what_came_back_is_taken_and_marked_as_read(settings):
    returned = ReturnedMail(a_report(id_of(a_sent_letter())))
    assert looked_into(settings, returned).failed == 1
    assert BadAddress.objects.open().count() == 1
    assert returned.flags == {1: rb"(\Seen)"}
    assert (Mailbox.objects.get().taken, Mailbox.objects.get().problem) == (1, "")


def test_what_no_program_can_read_gets_a_flag_and_stays(settings):
    returned = ReturnedMail(written(QMAIL, message_id="<x@y>"), b"x" * (MOST + 1))
    assert looked_into(settings, returned).unreadable == 2
    assert set(returned.flags.values()) == {rb"(\Seen \Flagged)"}
    assert len(returned.letters) == Mailbox.objects.get().unreadable == 2


def test_a_wrong_password_is_said_without_the_password(settings):
    returned = ReturnedMail()
    with answering(returned):
        settings.BOUNCES_URL = returned.address.replace("secret", "hush")
        mailbox.look(timezone.now())
    problem = Mailbox.objects.get().problem
    assert problem == "The mail server does not accept the name and the password."


def test_a_folder_that_is_not_there_is_named(settings):
    returned = ReturnedMail()
    with answering(returned):
        settings.BOUNCES_URL = returned.address.replace("INBOX", "Returned")
        mailbox.look(timezone.now())
    assert "Returned" in Mailbox.objects.get().problem


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("imap://a:hush@127.0.0.1:1/INBOX", "does not answer"),
        ("imap://a:hush@192.0.2.1:143/INBOX", "where we do not go"),
        ("pop3://a:hush@mail.example/", "is to be written"),
        ("imaps://a:hush@mail.example:993:1/", "could not be cast"),
    ],
)
def test_what_leads_nowhere_says_so_without_the_password(settings, address, why):
    settings.BOUNCES_URL = address
    mailbox.look(timezone.now())
    problem = Mailbox.objects.get().problem
    assert why in problem
    assert "hush" not in problem


def test_it_is_looked_into_every_five_minutes_by_one_of_all(settings):
    returned = ReturnedMail()
    now = timezone.now()
    with answering(returned):
        settings.BOUNCES_URL = returned.address
        assert READ_RETURNED.waits()
        READ_RETURNED.run()
        assert not READ_RETURNED.waits()
        returned.letters[1] = a_report(id_of(a_sent_letter()))
        assert mailbox.look(now).count == 0
        assert mailbox.look(now + timedelta(minutes=6)).failed == 1


def test_without_a_mailbox_nobody_looks(settings):
    settings.BOUNCES_URL = ""
    assert not READ_RETURNED.waits()
    assert READ_RETURNED.run() == 0
