"""Find my certificates: a letter to whoever is known, the same page for everybody."""

import re
import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from cast import a_person, an_issued_credential, an_organization, dara
from conferral.credentials.delivery import personal_data as delivery
from conferral.credentials.delivery.entrance import send_entrance
from conferral.foundation.accounts.addresses import readdress
from conferral.foundation.mail.models import Message
from conferral.web.learner import finding

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(finding, "_TAKES", 0)


@pytest.fixture
def ada():
    return an_issued_credential().award.enrolment.person


def ask(client, email, **more):
    return client.post(reverse("me-find"), {"email": email}, **more)


def test_the_letter_leads_to_ones_own_pages(client, ada):
    ask(client, "ADA@example.test ")
    (letter,) = Message.objects.all()
    assert letter.to == ada.email
    link = re.search(r"/me/enter/\S+", letter.text)[0]
    assert "Well done, <bdi>Ada</bdi>" in client.get(link, follow=True).text


def test_who_gave_the_address_up_meanwhile_is_not_let_in_from_it(client, ada):
    ask(client, ada.email)
    link = re.search(r"/me/enter/\S+", Message.objects.get().text)[0]
    readdress(ada, ada.email, "ada@home.test")
    assert client.get(link)["Location"] == f"{reverse('me-find')}?ended"


def test_whoever_is_inside_by_a_letter_is_out_when_its_address_is_given_up(client, ada):
    ask(client, ada.email)
    link = re.search(r"/me/enter/\S+", Message.objects.get().text)[0]
    assert client.get(link, follow=True).status_code == 200
    readdress(ada, ada.email, "ada@home.test")
    asked = client.get(reverse("me"), follow=True)
    assert asked.redirect_chain == [(f"{reverse('me-find')}?closed", 302)]
    assert "this browser is not let in" in asked.text
    assert f"{reverse('sign-in')}?next={reverse('me')}" in asked.text


def test_another_address_that_is_confirmed_will_do(client, ada):
    for email, is_sure in (("ada@home.test", True), ("ada@work.test", False)):
        EmailAddress.objects.create(user=ada, email=email, verified=is_sure)
        ask(client, email)
    (letter,) = Message.objects.all()
    assert letter.to == "ada@home.test"
    delivery.erase(ada, an_organization())
    assert not Message.objects.filter(to="ada@home.test").exists()


def test_known_and_unknown_are_answered_alike(client, ada):
    known, unknown = ask(client, ada.email), ask(client, "who@example.test")
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert token.sub("", known.text) == token.sub("", unknown.text)
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert Message.objects.count() == 1


def test_an_address_takes_long_enough_that_nobody_can_tell(client, ada, monkeypatch):
    waited = []
    monkeypatch.setattr(finding, "_TAKES", 60)
    monkeypatch.setattr(finding, "sleep", waited.append)
    for email in (ada.email, "who@example.test"):
        ask(client, email)
    assert min(waited) > 50


def test_nobody_is_flooded(client, ada):
    for _ in range(3):
        ask(client, ada.email)
    assert Message.objects.count() == 1


def test_nobody_gets_more_than_five_a_day(client, ada):
    for hours in range(7):
        send_entrance(ada.email, timezone.now() + timedelta(hours=hours))
    assert Message.objects.count() == 5


def test_who_may_not_come_in_is_not_written_to(client, ada):
    type(ada).objects.filter(pk=ada.pk).update(is_active=False)
    ask(client, ada.email)
    assert not Message.objects.exists()


def test_who_learns_nothing_here_is_not_written_to(client):
    ask(client, dara().email)
    ask(client, a_person("Nobody").email)
    assert not Message.objects.exists()


def test_one_household_cannot_try_for_ever(client, ada, monkeypatch):
    """Nor come back after a rest: what was tried counts for the hour."""
    begun = 527_777 * 3600
    for number in range(20):
        _at(monkeypatch, begun + 60 * number)
        ask(client, f"{number}@example.test", REMOTE_ADDR="8.8.8.9")
    _at(monkeypatch, begun + 59 * 60)
    answer = ask(client, ada.email, REMOTE_ADDR="8.8.8.7")
    assert "If we know that address" in answer.text
    assert not Message.objects.exists()


def _at(monkeypatch, moment):
    """The clock of the page and that of the cache."""
    for clock in (finding, time):
        monkeypatch.setattr(clock, "time", lambda: moment)


def test_what_is_no_address_is_said_to_be_none(client):
    assert ask(client, "not an address").status_code == 422


def test_a_link_that_ended_leads_here(client):
    answer = client.get(reverse("me-enter", args=["made-up"]), follow=True)
    assert "That link does not work any more" in answer.text
