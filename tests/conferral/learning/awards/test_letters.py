"""Who must wait longer than a day is told once: why, until when, and where to look."""

from datetime import date, timedelta

import pytest
from django.core import signing
from django.urls import reverse

from cast import a_draft, a_person
from conferral.foundation.letter_links import Named
from conferral.foundation.mail.models import Message
from conferral.learning.awards.jobs import TELL_WAITING
from conferral.learning.awards.links import LASTS, named, progress_url, token_of
from conferral.learning.awards.models import Award
from conferral.learning.awards.outlook import outlook
from conferral.learning.awards.settling import WaitsFor
from reviewing import submitted
from waiting import settled

pytestmark = pytest.mark.django_db


def test_who_waits_for_more_than_a_day_gets_one_letter():
    version = a_draft(title="Project Finance")
    submission = submitted(version)
    (award,) = settled(version, days_ago=2)
    while TELL_WAITING.run():
        pass
    letter = Message.objects.get(key=f"waiting:{award.pk}")
    due_on = submission.due_on + timedelta(days=14)
    assert letter.to == award.enrolment.person.email
    assert letter.subject == "You completed Project Finance: your certificate is on its way"
    assert "The content of the course is being reviewed." in letter.text
    assert f"We expect your certificate by {due_on.day} {due_on:%B %Y}" in letter.text
    assert progress_url(award.enrolment, letter.key).rsplit(":", 2)[0] in letter.text
    assert not TELL_WAITING.waits()


def test_who_waits_for_less_than_a_day_gets_none():
    settled(a_draft())
    assert not TELL_WAITING.waits()


def test_the_erased_are_not_written_to():
    (award,) = settled(a_draft(), days_ago=2)
    person = award.enrolment.person
    person.email = None
    person.save()
    TELL_WAITING.run()
    assert (Message.objects.count(), TELL_WAITING.waits()) == (0, False)


def test_a_thousand_are_told_in_few_questions(django_assert_max_num_queries):
    settled(a_draft(), 1000, days_ago=2)
    with django_assert_max_num_queries(25):  # SQLite takes so many values at a time.
        assert TELL_WAITING.run() == 1000
    assert Message.objects.count() == 1000


@pytest.mark.parametrize("waits_for", WaitsFor)
def test_every_reason_has_a_friendly_sentence_that_names_nobody(waits_for):
    award = Award(waits_for=waits_for, due_on=date(2026, 12, 5))
    seen = outlook(award, date(2026, 12, 1))
    assert seen.reason.endswith(".")
    assert (seen.expected_on, seen.is_late) == (date(2026, 12, 5), False)


def test_the_promised_day_itself_is_not_late():
    award = Award(waits_for=WaitsFor.APPROVAL, due_on=date(2026, 12, 5))
    assert not outlook(award, date(2026, 12, 5)).is_late
    assert outlook(award, date(2026, 12, 6)).is_late


def test_a_link_names_its_enrolment_until_it_ends(monkeypatch):
    (award,) = settled(a_draft())
    token = token_of(award.enrolment, "waiting:7")
    assert named(token) == Named(award.enrolment.pk, "waiting:7")
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + LASTS.total_seconds() + 1)
    with pytest.raises(signing.SignatureExpired):
        named(token)


def test_a_link_of_before_names_no_letter():
    (award,) = settled(a_draft())
    assert named(token_of(award.enrolment)) == Named(award.enrolment.pk)


def test_a_link_that_was_changed_names_nobody():
    (award,) = settled(a_draft())
    payload, rest = token_of(award.enrolment).split(":", 1)
    other = signing.dumps(award.enrolment.pk + 1, salt="guessed").split(":", 1)[0]
    for forged in (f"{other}:{rest}", f"{payload}:{rest[:-1]}A", signing.dumps(1, salt="guessed")):
        with pytest.raises(signing.BadSignature):
            named(forged if forged != f"{payload}:{rest}" else f"{payload}:{rest}x")


def test_the_link_leads_to_the_page():
    (award,) = settled(a_draft())
    address = progress_url(award.enrolment, "waiting:7")
    token = address.rpartition("/")[2]
    assert address == f"https://verify.saypro.example{reverse('progress', args=[token])}"


def test_nobody_is_told_of_somebody_else():
    a_person("Someone Else")
    (award,) = settled(a_draft(), days_ago=2)
    TELL_WAITING.run()
    assert "Someone" not in Message.objects.get().text
    assert award.enrolment.person.printed_name.split()[0] in Message.objects.get().text
