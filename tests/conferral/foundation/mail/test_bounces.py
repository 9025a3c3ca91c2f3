"""Letters that come back: what follows for the letter, its address, and those after it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bounced import COMPLAINT, HOLIDAY, a_report, written
from cast import a_person, an_organization, dara
from conferral.foundation.mail import bad_addresses, bounces, mending, wishes
from conferral.foundation.mail.jobs import SEND_QUEUED
from conferral.foundation.mail.message_ids import id_of
from conferral.foundation.mail.models import BadAddress, Bounce, Message
from conferral.foundation.mail.topics import Topic
from conferral.foundation.mail.wishes import Subscription

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return a_person("Ada Nkosi")


def a_sent_letter(key="certificate:1", to="ada@example.test", **said):
    words = {"subject": "Your certificate", "text": "Well done.", "sent_at": timezone.now()}
    house = {"organization": an_organization()}
    return Message.objects.create(key=key, to=to, **house | words | said)


def came_back(letter, **how):
    tally = bounces.take(a_report(id_of(letter), **how), timezone.now())
    letter.refresh_from_db()
    return tally


def test_an_address_that_does_not_exist_waits_to_be_mended(ada):
    letter = a_sent_letter()
    assert came_back(letter).failed == 1
    bad = BadAddress.objects.open().get()
    assert (bad.address, bad.person, bad.status) == ("ada@example.test", ada, "5.1.1")
    assert letter.sent_at is None
    assert letter.is_stuck
    assert letter.problem.startswith("There is no such mailbox.")


def test_what_is_written_there_afterwards_is_not_sent(ada, mailoutbox):
    came_back(a_sent_letter())
    later = a_sent_letter("ending:1", sent_at=None)
    SEND_QUEUED.run()
    later.refresh_from_db()
    assert not mailoutbox
    assert later.is_stuck


def test_the_same_address_of_another_organization_is_another_matter(ada, mailoutbox):
    came_back(a_sent_letter())
    Message.objects.create(
        organization=an_organization("Other", "OT"), key="theirs", to="ada@example.test"
    )
    SEND_QUEUED.run()
    assert [each.key for each in Message.objects.at_good_addresses()] == ["theirs"]
    assert len(mailoutbox) == 1


def test_a_report_that_is_taken_twice_counts_once():
    letter = a_sent_letter()
    report = a_report(id_of(letter), status="4.2.2")
    assert bounces.take(report, timezone.now()).failed == 1
    assert bounces.take(report, timezone.now()).known == 1
    assert Bounce.objects.count() == 1


def test_what_may_pass_is_tried_again_in_a_day():
    letter = a_sent_letter()
    came_back(letter, status="4.4.7")
    assert not BadAddress.objects.exists()
    assert not letter.is_stuck
    assert letter.sent_at is None
    assert letter.next_attempt_at > timezone.now() + timedelta(hours=23)


def test_what_does_not_pass_after_three_letters_is_a_bad_address():
    for n in range(3):
        letter = a_sent_letter(f"certificate:{n}")
        came_back(letter, status="4.2.2")
    assert BadAddress.objects.open().count() == 1
    assert letter.problem.startswith("The mailbox is full.")


def full(key, **said):
    return came_back(a_sent_letter(key, **said), status="4.2.2")


def test_who_called_it_right_hears_of_it_after_three_more():
    for n in range(3):
        full(f"before:{n}")
    mending.try_again(BadAddress.objects.get(), dara())
    full("after:0")
    assert not BadAddress.objects.open().exists()


def test_what_came_back_to_another_organization_is_not_counted_here():
    for n in range(2):
        full(f"theirs:{n}", organization=an_organization("Other", "0T"))
    full("ours:0")
    assert not BadAddress.objects.exists()


def test_what_came_back_a_month_ago_counts_no_more():
    for n in range(2):
        full(f"before:{n}")
    Bounce.objects.update(at=timezone.now() - timedelta(days=31))
    full("after:0")
    assert not BadAddress.objects.exists()


def test_a_letter_that_is_only_late_stays_sent():
    letter = a_sent_letter()
    assert came_back(letter, action="delayed", status="4.4.1").delayed == 1
    assert letter.sent_at


def test_nobody_can_make_up_a_report_about_somebody_elses_letter():
    letter = a_sent_letter()
    forged = f"<{letter.pk}.{'0' * 32}@saypro.example>"
    assert bounces.take(a_report(forged), timezone.now()).strange == 1
    assert not BadAddress.objects.exists()


def test_a_report_about_the_old_address_says_nothing_of_the_new_one():
    letter = a_sent_letter()
    report = a_report(id_of(letter))
    Message.objects.update(to="ada.nkosi@example.test")
    assert bounces.take(report, timezone.now()).strange == 1


def test_a_number_longer_than_any_database_knows_is_no_letter():
    endless = f"<{'9' * 25}.{'0' * 32}@saypro.example>"
    assert bounces.take(a_report(endless), timezone.now()).strange == 1


@pytest.mark.parametrize("answer", [HOLIDAY])
def test_somebodys_holiday_is_no_failure(answer):
    letter = a_sent_letter()
    raw = written(answer, message_id=id_of(letter))
    assert bounces.take(raw, timezone.now()).unreadable == 1
    letter.refresh_from_db()
    assert letter.sent_at


def test_a_stopped_letter_stays_stopped():
    letter = a_sent_letter(stopped_at=timezone.now())
    came_back(letter)
    assert letter.sent_at


def test_whoever_complains_gets_only_what_must_be_sent(ada):
    letter = a_sent_letter(topic=Topic.REMINDERS)
    raw = written(COMPLAINT, message_id=id_of(letter))
    assert bounces.take(raw, timezone.now()).complaints == 1
    for topic in Topic:
        assert not wishes.is_wanted(Subscription(ada, an_organization(), topic))


def test_tallies_add_up_and_are_told():
    both = bounces.Tally(failed=1) + bounces.Tally(failed=2, unreadable=1)
    assert str(both) == "3 failed, 1 unreadable"
    assert str(bounces.Tally()) == "none"


def test_what_is_kept_back_is_told_oldest_first(ada):
    came_back(a_sent_letter())
    a_sent_letter("ending:1", sent_at=None)
    a_sent_letter("arrived:1")
    known = BadAddress.objects.get()
    assert [each.key for each in bad_addresses.kept_back(known)] == ["certificate:1", "ending:1"]
