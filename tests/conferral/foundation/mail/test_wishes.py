"""Letters that nobody has to get: ended by one click, begun again by one, asked when they leave."""

import re

import pytest

from cast import a_person, an_organization
from conferral.foundation.accounts import personal_data as accounts
from conferral.foundation.audit.models import Entry
from conferral.foundation.mail import wishes
from conferral.foundation.mail.jobs import SEND_QUEUED, UNWANTED
from conferral.foundation.mail.models import Message, Wish
from conferral.foundation.mail.personal_data import erase, export
from conferral.foundation.mail.topics import Topic
from conferral.foundation.mail.wishes import Subscription
from conferral.foundation.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return a_person("Ada Nkosi")


@pytest.fixture
def reminders(ada):
    return Subscription(ada, an_organization(), Topic.REMINDERS)


def a_letter(topic="", key="ending:1"):
    return Message.objects.create(
        organization=an_organization(),
        key=key,
        to="ada@example.test",
        subject="Your certificate ends soon",
        text="It ends.",
        html="<p>It ends.</p>",
        topic=topic,
    )


def say_no(subscription):
    return wishes.say(subscription, None, is_wanted=False, way="a letter")


def test_a_reminder_says_how_it_is_ended(ada, reminders, mailoutbox):
    a_letter(Topic.REMINDERS)
    SEND_QUEUED.run()
    (letter,) = mailoutbox
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    ((html, _),) = letter.alternatives
    for said in (letter.extra_headers["List-Unsubscribe"], letter.body, html):
        assert wishes.named(re.search(r"/letters/([\w:-]+)", said)[1]) == reminders


def test_who_wants_no_more_of_one_organization_and_topic_wants_those_of_others(ada, reminders):
    say_no(reminders)
    others = (
        Subscription(ada, an_organization("Other", "0T"), Topic.REMINDERS),
        Subscription(ada, an_organization(), Topic.ANNOUNCEMENTS),
    )
    assert [wishes.is_wanted(each) for each in (reminders, *others)] == [False, True, True]


def test_nobody_who_is_forgotten_says_anything_more(ada, reminders):
    accounts.erase_own(ada)
    with pytest.raises(Refused, match="forgotten"):
        say_no(reminders)


def test_a_certificate_says_nothing_of_it(ada, mailoutbox):
    a_letter()
    SEND_QUEUED.run()
    (letter,) = mailoutbox
    assert not {name for name in letter.extra_headers if name.startswith("List-")}
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_what_is_not_wanted_is_not_sent_even_if_it_was_written_before(reminders, mailoutbox):
    message = a_letter(Topic.REMINDERS)
    say_no(reminders)
    SEND_QUEUED.run()
    message.refresh_from_db()
    assert not mailoutbox
    assert (message.sent_at, message.problem) == (None, UNWANTED)
    assert message.stopped_at


def test_what_must_be_said_is_said_all_the_same(reminders, mailoutbox):
    say_no(reminders)
    a_letter(key="certificate:1")
    a_letter(Topic.ANNOUNCEMENTS, key="announcement:1")
    SEND_QUEUED.run()
    assert len(mailoutbox) == 2


def test_it_is_begun_again_and_both_stand_in_history(reminders):
    say_no(reminders)
    assert not wishes.is_wanted(reminders)
    wishes.say(reminders, reminders.person, is_wanted=True, way="own page")
    assert wishes.is_wanted(reminders)
    assert [wish.is_wanted for wish in Wish.objects.order_by("pk")] == [False, True]
    assert Entry.objects.filter(deed__contains="letters").count() == 2


def test_said_twice_it_is_one_line(reminders):
    assert say_no(reminders)
    assert not say_no(reminders)
    assert Wish.objects.count() == 1


def test_its_address_leads_to_it_and_to_nothing_else(reminders):
    token = reminders.url.rpartition("/")[2]
    assert wishes.named(token) == reminders
    with pytest.raises(Refused):
        wishes.named(token[:-1] + ("a" if token[-1] != "a" else "b"))


def test_its_address_ends_with_the_person(reminders):
    token = reminders.url.rpartition("/")[2]
    accounts.erase_own(reminders.person)
    with pytest.raises(Refused):
        wishes.named(token)


def test_wishes_are_part_of_what_is_kept_and_are_forgotten(reminders):
    say_no(reminders)
    (kept,) = export(reminders.person)["wishes"]
    assert (kept["topic"], kept["is_wanted"], kept["way"]) == ("reminders", False, "a letter")
    erase(reminders.person, an_organization())
    assert not Wish.objects.exists()
