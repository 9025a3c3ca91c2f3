"""Mail through a server that speaks SMTP: what arrives, what is refused, what waits."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from cast import a_person, an_organization, dara
from conferral.foundation.belt import PATIENCE
from conferral.foundation.mail import actions, jobs, personal_data
from conferral.foundation.mail.jobs import SEND_QUEUED
from conferral.foundation.mail.models import BadAddress, Message
from conferral.foundation.mail.topics import Topic
from conferral.foundation.refusal import Refused
from postbox import Postbox, free_port, listening

pytestmark = pytest.mark.django_db


@pytest.fixture
def port(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "certificates@saypro.example"
    return settings.EMAIL_PORT


@pytest.fixture
def postbox(port):
    postbox = Postbox()
    with listening(postbox, port):
        yield postbox


def a_letter(to="ada@example.test", **said):
    words = {"subject": "Your certificate", "text": "Well done, Ada.", "html": "<p>Well done</p>"}
    return Message.objects.create(
        organization=an_organization(),
        key=f"certificate:{to.partition('@')[0]}",
        to=to,
        **words | said,
    )


def let_time_pass():
    Message.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def test_a_letter_arrives_as_text_and_html(postbox):
    a_letter(text="Well done, Ada. 晴", html="<p>Well done, <bdi>Ada</bdi></p>")
    SEND_QUEUED.run()
    letter = postbox.to("ada@example.test")
    assert letter.get_body(("plain",)).get_content().strip() == "Well done, Ada. 晴"
    assert letter.get_body(("html",)).get_content().strip() == "<p>Well done, <bdi>Ada</bdi></p>"


def test_a_picture_is_carried_along_and_not_fetched(postbox):
    html = '<p>Look: <img class="x" src="cid:picture" alt="It"></p>'
    a_letter(html=html, picture="certificate 7")
    jobs.sending(lambda of: f"JPEG of {of}".encode()).run()
    letter = postbox.to("ada@example.test")
    assert letter.get_content_type() == "multipart/related"
    assert letter.get_body(("html",)).get_content().strip() == html
    (picture,) = [part for part in letter.walk() if part.get_content_type() == "image/jpeg"]
    assert picture["Content-ID"] == "<picture>"
    assert picture.get_payload(decode=True) == b"JPEG of certificate 7"


def test_a_letter_follows_whoever_has_another_address_by_now(mailoutbox):
    """What they may still read at the old one goes there."""
    ada, ben = a_person("Ada Nkosi", "ada@new.test"), a_person("Ben Dube", "ben@new.test")
    EmailAddress.objects.create(user=ben, email="ben@example.test", verified=True)
    a_letter("ada@example.test", person=ada)
    a_letter("ben@example.test", person=ben)
    a_letter("who@example.test")
    SEND_QUEUED.run()
    assert [each.to for each in mailoutbox] == [
        ["ada@new.test"],
        ["ben@example.test"],
        ["who@example.test"],
    ]


def test_a_letter_is_of_its_reader_not_of_whoever_had_the_address_before():
    """A slip in a table gave Ada an address that is Ben's, as everybody knows by now."""
    ada, ben = a_person("Ada Nkosi", "ada@new.test"), a_person("Ben Dube")
    BadAddress.objects.create(
        organization=an_organization(),
        address=ben.email,
        person=ada,
        mended_at=timezone.now(),
        corrected_to=ada.email,
    )
    a_letter(ben.email, person=ben)
    assert personal_data.export(ada)["letters"] == []
    personal_data.erase(ada, an_organization())
    assert [each["to"] for each in personal_data.export(ben)["letters"]] == [ben.email]


def test_where_nothing_can_be_drawn_the_letter_goes_without(postbox):
    a_letter(html='<p>Look: <img src="cid:picture" alt="It"></p>', picture="certificate 7")
    SEND_QUEUED.run()
    letter = postbox.to("ada@example.test")
    assert letter.get_body(("html",)).get_content().strip() == "<p>Look: </p>"
    assert letter.get_content_type() == "multipart/alternative"


def test_it_comes_from_the_organization_and_answers_go_there(postbox):
    a_letter()
    SEND_QUEUED.run()
    letter = postbox.to("ada@example.test")
    assert letter["From"] == "SayPro <certificates@saypro.example>"
    assert letter["Reply-To"] == an_organization().email


def test_a_letter_is_sent_once(postbox):
    message = a_letter()
    SEND_QUEUED.run()
    SEND_QUEUED.run()
    message.refresh_from_db()
    assert message.sent_at
    assert len(postbox.letters) == 1


def test_what_one_worker_hands_over_no_other_takes_meanwhile(postbox):
    a_letter(picture="certificate 7")

    def while_it_is_drawn(picture):
        SEND_QUEUED.run()  # Another worker looks what there is to do.
        return b""

    jobs.sending(while_it_is_drawn).run()
    assert len(postbox.letters) == 1


def test_its_message_id_is_the_same_at_every_try(postbox, port):
    message = a_letter()
    SEND_QUEUED.run()
    # As after a crash between the server's yes and our commit.
    Message.objects.filter(pk=message.pk).update(sent_at=None)
    let_time_pass()
    SEND_QUEUED.run()
    first, second = postbox.message_ids
    assert first == second


def test_a_refused_address_is_postponed_in_words_and_the_others_go_on(postbox):
    postbox.refuses = {"gone@example.test"}
    refused = a_letter("gone@example.test")
    for n in range(3):
        a_letter(f"learner{n}@example.test")
    SEND_QUEUED.run()
    refused.refresh_from_db()
    assert len(postbox.letters) == 3
    assert refused.sent_at is None
    assert refused.problem == (
        "The mail server refuses the address gone@example.test: 550 No such mailbox here"
    )


def test_an_address_refused_for_good_waits_for_a_person_at_once(postbox):
    postbox.refuses = {"gone@example.test"}
    refused = a_letter("gone@example.test")
    SEND_QUEUED.run()
    refused.refresh_from_db()
    assert refused.is_stuck
    bad = BadAddress.objects.open().get()
    assert (bad.address, bad.status) == ("gone@example.test", "5.0.0")


def test_a_refusal_that_may_pass_makes_an_address_bad_only_at_the_last_try(postbox):
    postbox.refuses, postbox.refusal = {"busy@example.test"}, "450 4.2.1 Not now"
    refused = a_letter("busy@example.test")
    SEND_QUEUED.run()
    assert not BadAddress.objects.exists()
    Message.objects.update(attempts=PATIENCE - 1, next_attempt_at=timezone.now())
    SEND_QUEUED.run()
    refused.refresh_from_db()
    assert refused.is_stuck
    assert BadAddress.objects.open().get().status == "4.2.1"


def test_a_reminder_that_leaves_says_how_to_end_it_by_one_click(postbox):
    a_person("Ada Nkosi")
    a_letter(topic=Topic.REMINDERS)
    SEND_QUEUED.run()
    letter = postbox.to("ada@example.test")
    assert letter["List-Unsubscribe"].strip().startswith("<http")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(("code", "is_permanent"), [(550, True), (553, True), (450, False)])
def test_only_replies_of_five_hundred_are_for_good(code, is_permanent):
    refused = SMTPRecipientsRefused({"ada@example.test": (code, b"No")})
    assert jobs._is_permanent(refused) is is_permanent


def test_while_the_server_is_away_all_wait_and_say_why(port):
    for n in range(3):
        a_letter(f"learner{n}@example.test")
    SEND_QUEUED.run()
    assert not SEND_QUEUED.waits()
    problems = set(Message.objects.values_list("attempts", "problem"))
    assert problems == {(1, "The mail server does not answer: Connection refused")}


def test_when_the_server_comes_back_they_are_sent(port):
    message = a_letter()
    SEND_QUEUED.run()
    let_time_pass()
    with listening(postbox := Postbox(), port):
        SEND_QUEUED.run()
    message.refresh_from_db()
    assert (len(postbox.letters), message.problem) == (1, "")


def test_however_long_the_server_is_away_they_are_shown_and_leave_when_it_comes_back(port):
    message = a_letter()
    for _ in range(PATIENCE + 1):
        SEND_QUEUED.run()
        let_time_pass()
    assert list(Message.objects.in_trouble()) == [message]
    with listening(postbox := Postbox(), port):
        SEND_QUEUED.run()
    assert len(postbox.letters) == 1
    assert not Message.objects.unsent().exists()


def test_what_a_server_refuses_when_it_comes_back_has_tries_of_its_own_left(port):
    message = a_letter()
    for _ in range(PATIENCE):
        SEND_QUEUED.run()
        let_time_pass()
    busy = Postbox()
    busy.refuses, busy.refusal = {message.to}, "450 4.2.1 Not now"
    with listening(busy, port):
        SEND_QUEUED.run()
    message.refresh_from_db()
    assert not message.is_stuck
    assert not BadAddress.objects.exists()


def test_a_server_that_goes_away_in_the_middle_loses_nothing(port):
    for n in range(3):
        a_letter(f"learner{n}@example.test")
    with listening(postbox := Postbox(), port):
        opened = jobs.get_connection()
        opened.open()
        jobs.send(Message.objects.earliest("pk"), opened)
    with pytest.raises(jobs.Undelivered, match="does not answer"):
        jobs.send(Message.objects.latest("pk"), opened)
    assert len(postbox.letters) == Message.objects.filter(sent_at__isnull=False).count() == 1


def test_after_patience_a_person_may_have_it_tried_again(postbox):
    message = a_letter()
    Message.objects.update(attempts=PATIENCE)
    assert not SEND_QUEUED.waits()
    actions.retry(message, dara())
    SEND_QUEUED.run()
    assert len(postbox.letters) == 1


def test_what_was_sent_is_not_tried_again(postbox):
    message = a_letter()
    SEND_QUEUED.run()
    message.refresh_from_db()
    with pytest.raises(Refused, match="sent already"):
        actions.retry(message, dara())


def test_two_processes_do_not_send_the_same_letter(postbox):
    a_letter()
    mine, theirs = Message.objects.get(), Message.objects.get()
    connection = jobs.get_connection()
    jobs.send(mine, connection)
    jobs.send(theirs, connection)
    assert len(postbox.letters) == 1


def test_nor_does_one_that_read_it_before_the_other_took_it(postbox):
    a_letter(picture="certificate 7")
    mine, theirs = Message.objects.get(), Message.objects.get()

    def while_it_is_drawn(picture):
        jobs.send(theirs, jobs.get_connection())
        return b""

    jobs.send(mine, jobs.get_connection(), while_it_is_drawn)
    assert len(postbox.letters) == 1


@pytest.mark.parametrize("field", ["to", "subject"])
def test_no_header_can_be_slipped_in(postbox, field):
    slipped = "ada@example.test\r\nBcc: mallory@example.test"
    message = a_letter(**{field: slipped})
    SEND_QUEUED.run()
    message.refresh_from_db()
    assert postbox.letters == []
    assert message.problem
