"""Where somebody is signed in: their own list, ended one by one or all at once."""

from datetime import UTC, datetime

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import a_person, dara
from conferral.foundation.accounts.links import token_of
from conferral.foundation.accounts.sessions import forget_ended
from conferral.web.account.devices import in_words

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


def signed_in(email="dara@example.test"):
    browser = Client(headers={"user-agent": FIREFOX})
    browser.post(reverse("sign-in"), {"login": email, "password": "correct horse battery"})
    return browser


@pytest.fixture
def browsers(db):
    dara()
    return signed_in(), signed_in()


def test_every_session_is_listed_by_what_its_owner_calls_it(browsers):
    page = browsers[0].get(reverse("sessions")).content.decode()
    assert page.count("Firefox on Windows</b>") == 2
    assert page.count("Here and now") == 1


def test_since_when_is_said_in_the_time_of_the_house(browsers):
    UserSession.objects.update(created_at=datetime(2026, 6, 1, 22, 30, tzinfo=UTC))
    assert "2 June 2026, 00:30" in browsers[0].get(reverse("sessions")).text


def test_one_can_be_ended_from_another(browsers):
    mine, other = browsers
    session = UserSession.objects.get(session_key=other.session.session_key)
    mine.post(reverse("session-end", args=[session.pk]))
    assert other.get(reverse("today")).status_code == 302
    assert mine.get(reverse("today")).status_code == 200


def test_its_cookie_is_of_this_host_alone(browsers):
    (cookie,) = (each for each in browsers[0].cookies.values() if "sessionid" in each.key)
    assert cookie.key.startswith("__Host-")
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_all_others_can_be_ended_at_once(browsers):
    mine, other = browsers
    mine.post(reverse("sessions-end-others"))
    assert other.get(reverse("today")).status_code == 302
    assert mine.get(reverse("today")).status_code == 200


def test_what_ended_by_itself_is_forgotten_with_where_it_was(browsers):
    mine, other = browsers
    ended = Session.objects.filter(session_key=other.session.session_key)
    ended.update(expire_date=timezone.now())
    assert forget_ended() == 1
    assert not ended.exists()
    assert UserSession.objects.get().session_key == mine.session.session_key
    assert mine.get(reverse("today")).status_code == 200


def test_nobody_ends_a_session_of_somebody_else(browsers):
    a_person("Ada Nkosi")
    ada = signed_in("ada@example.test")
    session = UserSession.objects.filter(user=dara()).first()
    assert ada.post(reverse("session-end", args=[session.pk])).status_code == 404
    assert browsers[0].get(reverse("today")).status_code == 200


def test_a_link_to_ones_own_pages_leaves_the_session_in_the_list(browsers):
    """Its key is made anew; whoever ends it all ends it all the same."""
    mine, other = browsers
    other.get(reverse("me-enter", args=[token_of(a_person("Ada Nkosi"))]))
    assert mine.get(reverse("sessions")).text.count("Firefox on Windows</b>") == 2
    mine.post(reverse("sessions-end-others"))
    assert other.get(reverse("today")).status_code == 302


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0) Safari/604.1",
            "Safari on an iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge on Linux"),
        ("curl/8.5.0", "A browser"),
    ],
)
def test_a_browser_is_named_in_words(user_agent, words):
    assert in_words(user_agent) == words
