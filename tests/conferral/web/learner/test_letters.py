"""Letters that need not be: ended from the letter itself by one click, begun again, on /me too."""

import pytest
from django.test import Client

from cast import a_person, an_award, an_organization, dara
from conferral.foundation.audit.models import Entry
from conferral.foundation.mail import wishes
from conferral.foundation.mail.models import Wish
from conferral.foundation.mail.topics import Topic
from conferral.foundation.mail.wishes import Subscription

pytestmark = pytest.mark.django_db


@pytest.fixture
def reminders():
    return Subscription(an_award().enrolment.person, an_organization(), Topic.REMINDERS)


@pytest.fixture
def where(reminders, settings):
    return reminders.url.removeprefix(settings.SITE_URL)


@pytest.fixture
def stranger():
    """A mail program: it has no session, and sends no token of ours."""
    return Client(enforce_csrf_checks=True)


def test_a_mail_program_ends_them_by_one_click(stranger, reminders, where):
    answer = stranger.post(where, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200  # RFC 8058 allows no redirect.
    assert not wishes.is_wanted(reminders)
    assert Wish.objects.get().way == "their mail program, by one click"


def test_opening_the_address_changes_nothing(stranger, reminders, where):
    assert b"No more of these letters?" in stranger.get(where).content
    assert wishes.is_wanted(reminders)


def test_the_page_ends_them_and_begins_them_again_without_signing_in(stranger, reminders, where):
    page = stranger.post(where, {"answer": "no"}).content
    assert b"You get none of these letters any more" in page
    assert b"You get these letters again" in stranger.post(where, {"answer": "yes"}).content
    assert wishes.is_wanted(reminders)
    assert Entry.objects.filter(actor=reminders.person).count() == 2


def test_no_program_can_begin_them_again(stranger, reminders, where):
    stranger.post(where, {"List-Unsubscribe": "One-Click", "answer": "yes"})
    assert not wishes.is_wanted(reminders)


def test_the_page_names_nobody(stranger, reminders, where):
    assert reminders.person.printed_name not in stranger.get(where).content.decode()


def test_a_made_up_address_leads_nowhere(stranger):
    answer = stranger.post("/letters/made-up", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 404
    assert not Wish.objects.exists()


def test_on_their_own_page_they_begin_again(client, reminders):
    client.force_login(reminders.person)
    said = {"topic": "reminders", "of": an_organization().pk}
    client.post("/me/letters", said | {"answer": "no"})
    assert "You get none." in client.get("/me/privacy").content.decode()
    answer = client.post("/me/letters", said | {"answer": "yes"})
    assert answer["Location"] == "/me/privacy#letters"
    assert wishes.is_wanted(reminders)


def test_staff_end_their_summaries_there_and_learners_see_none(client, reminders):
    client.force_login(dara())
    page = client.get("/me/privacy").content.decode()
    assert "Weekly summaries for staff" in page
    assert "Reminders of certificates" not in page
    said = {"topic": "digests", "of": an_organization().pk}
    assert client.post("/me/letters", said).status_code == 302
    client.force_login(reminders.person)
    assert client.post("/me/letters", said).status_code == 404


def test_nobody_ends_the_letters_of_an_organization_that_they_do_not_know(client):
    client.force_login(a_person("Zola Khumalo"))
    said = {"topic": "reminders", "of": an_organization().pk}
    assert client.post("/me/letters", said).status_code == 404
