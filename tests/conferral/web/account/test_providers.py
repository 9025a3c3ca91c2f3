"""Providers of identities are asked through the one door, and vouch for nobody unknown."""

import base64
import http.server
import json
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from requests import RequestException

from cast import a_person, an_organization, dara
from conferral.foundation.accounts.models import Person
from conferral.foundation.mail.models import BadAddress
from conferral.foundation.outbound import Question, Reach, ask
from conferral.web.account import posting, providers

_METADATA = "/.well-known/openid-configuration"


class Provider(http.server.BaseHTTPRequestHandler):
    """As much of OpenID Connect as a sign-in needs; `says` is what it says of who came."""

    says: dict[str, object]
    heard: list[tuple[str, bytes, str | None]]

    def do_GET(self):
        here = f"http://127.0.0.1:{self.server.server_port}"
        if self.path == _METADATA:
            self._answer(
                {
                    "issuer": here,
                    "authorization_endpoint": f"{here}/authorize",
                    "token_endpoint": f"{here}/token",
                    "userinfo_endpoint": f"{here}/userinfo",
                    "jwks_uri": f"{here}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                }
            )
        else:
            self._answer(self.says)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((self.path, body, self.headers["Authorization"]))
        self._answer({"access_token": "at", "token_type": "Bearer", "expires_in": 60})

    def _answer(self, said):
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said):
        """Nobody reads it."""


@pytest.fixture
def provider(settings, monkeypatch):
    """On this machine, where the door leads only when a test says so."""
    kind = type("OurProvider", (Provider,), {"says": {}, "heard": []})
    with http.server.HTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}{_METADATA}"
        app = {"provider_id": "school", "name": "School", "client_id": "us", "secret": "s"}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "APPS": [app | {"settings": {"server_url": address}}],
                "OAUTH_PKCE_ENABLED": True,
            }
        }
        monkeypatch.setattr(providers, "ask", _on_this_machine)
        yield kind
        server.shutdown()


def _on_this_machine(question: Question):
    return ask(question, Reach.LOOPBACK)


def sign_in(client, how=""):
    """To the provider and back, as a browser goes."""
    start = reverse("openid_connect_login", args=["school"]) + how
    asked = parse_qs(urlsplit(client.post(start)["Location"]).query)
    back = reverse("openid_connect_callback", args=["school"])
    return asked, client.get(back, {"code": "c", "state": asked["state"][0]})


@pytest.mark.django_db
def test_whoever_is_known_by_a_verified_address_comes_in(client, provider):
    dara()
    provider.says.update(
        sub="1", email="dara@example.test", email_verified=True, birthdate="1990-01-02"
    )
    asked, _ = sign_in(client)
    assert SocialAccount.objects.get().extra_data == {}  # Nothing of it is kept.
    assert asked["code_challenge_method"] == ["S256"]
    assert client.get(reverse("today")).wsgi_request.user == dara()
    (path, body, told), *_ = provider.heard
    assert path == "/token"
    assert b"code_verifier=" in body
    assert told == "Basic " + base64.b64encode(b"us:s").decode()


@pytest.mark.django_db
def test_whoever_comes_that_way_first_is_told_once(client, provider):
    dara()
    provider.says.update(sub="1", email="dara@example.test", email_verified=True)
    for _ in range(2):
        sign_in(client)
        client.post(reverse("sign-out"))
    posting.settle()
    assert [each.subject for each in mail.outbox] == ["You can sign in with School"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "says",
    [
        {"sub": "2", "email": "nobody@example.test", "email_verified": True},
        {"sub": "3", "email": "dara@example.test", "email_verified": False},
        {"sub": "4"},
        {"sub": "5", "email": "dara@example.test", "email_verified": "false"},
        {"sub": "6", "email": "typed@example.test", "email_verified": True},
    ],
)
def test_others_are_not_let_in_and_no_account_is_opened(client, provider, says):
    EmailAddress.objects.create(user=dara(), email="typed@example.test", verified=False)
    known = Person.objects.count()
    provider.says.update(says)
    _, answer = sign_in(client)
    answer = client.get(answer["Location"]) if answer.status_code == 302 else answer
    assert "did not vouch for an address" in answer.content.decode()
    assert client.get(reverse("today")).status_code == 302
    assert Person.objects.count() == known


@pytest.mark.django_db
def test_a_service_that_knows_another_address_is_connected_by_whoever_has_come_in(client, provider):
    known = dara()
    client.post(reverse("sign-in"), {"login": known.email, "password": "correct horse battery"})
    provider.says.update(sub="7", email="d.student@school.test", email_verified=True)
    _, answer = sign_in(client, "?process=connect")
    assert client.get(answer["Location"])["Location"] == reverse("mfa_index")
    assert SocialAccount.objects.get().user == known
    assert "Disconnect" in client.get(reverse("mfa_index")).text


@pytest.mark.django_db
def test_whoever_must_confirm_first_comes_back_to_connecting(client, provider):
    member = dara()
    Person.objects.update(password=UNUSABLE_PASSWORD_PREFIX)
    client.force_login(Person.objects.get(pk=member.pk))
    where = f"{reverse('openid_connect_login', args=['school'])}?process=connect"
    asked = parse_qs(urlsplit(client.post(where)["Location"]).query)
    assert asked["next"] == [where]


@pytest.fixture
def connected(client, provider):
    """The page on which Dara, who came in through the school a moment ago, disconnects it."""
    dara()
    provider.says.update(sub="1", email="dara@example.test", email_verified=True)
    sign_in(client)
    posting.settle()
    mail.outbox.clear()
    return reverse("service-disconnect", args=[SocialAccount.objects.get().pk])


@pytest.mark.django_db
def test_a_service_is_disconnected_and_its_owner_is_told(client, connected):
    assert connected in client.get(reverse("mfa_index")).text
    assert client.get(connected).status_code == 200
    assert client.post(connected)["Location"] == reverse("mfa_index")
    posting.settle()
    assert [each.subject for each in mail.outbox] == ["School does not sign you in any more"]
    assert not SocialAccount.objects.exists()
    assert "Connect<" in client.get(reverse("mfa_index")).text


@pytest.mark.django_db
def test_nobody_disconnects_what_is_somebody_elses_or_without_showing_who_they_are(
    client, connected
):
    other = a_person("Ada Nkosi")
    client.force_login(other)
    assert reverse("account_reauthenticate") in client.post(connected)["Location"]
    shown = Client()
    shown.post(reverse("sign-in"), {"login": other.email, "password": "correct horse battery"})
    assert shown.post(connected).status_code == 404
    assert SocialAccount.objects.exists()


@pytest.mark.django_db
def test_the_only_way_in_stays(client, connected):
    """Where letters do not arrive, no code would."""
    Person.objects.update(password=UNUSABLE_PASSWORD_PREFIX)
    client.cookies.clear()
    sign_in(client)
    dead = {"organization": an_organization(), "address": "dara@example.test"}
    BadAddress.objects.create(**dead)
    answer = client.post(connected)
    assert answer.status_code == 409
    assert "your only way in" in answer.text
    BadAddress.objects.update(mended_at=timezone.now())
    assert client.post(connected).status_code == 302


@pytest.mark.django_db
def test_the_ways_are_on_the_sign_in_page(client, provider):
    assert "Continue with School" in client.get(reverse("sign-in")).content.decode()


@pytest.mark.parametrize(
    "url", ["http://login.example/", "https://127.0.0.1/", "https://10.0.0.1/"]
)
def test_the_door_leads_neither_into_our_own_network_nor_anywhere_without_tls(url):
    with pytest.raises(RequestException), providers.Session() as session:
        session.get(url)
