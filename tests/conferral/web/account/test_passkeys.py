"""Passkeys: added, shown, and a second factor by themselves."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from cast import a_person, dara
from passkey import Passkey

pytestmark = pytest.mark.django_db
_OPTIONS = re.compile(r'<script id="passkey-options" type="application/json">(.+?)</script>')


@pytest.fixture(autouse=True)
def _staff_need_a_second_factor(settings):
    settings.STAFF_NEED_SECOND_FACTOR = True


@pytest.fixture
def device(client):
    """It has been added by Dara, who came in a moment ago."""
    dara()
    added(client, passkey := Passkey())
    return passkey


def added(client, passkey):
    sign_in(client)
    where = reverse("mfa_add_webauthn")
    said = {"name": "My telephone", "passwordless": "on"}
    return client.post(where, said | {"credential": passkey.made(asked(client.get(where)))})


def sign_in(client):
    said = {"login": "dara@example.test", "password": "correct horse battery"}
    return client.post(reverse("sign-in"), said)


def come_in(client, passkey, **more):
    where = reverse("mfa_login_webauthn")
    heads = {"X-Requested-With": "XMLHttpRequest"}
    options = client.get(where, headers=heads).json()["request_options"]
    return client.post(where, {"credential": passkey.shown(options)} | more)


def asked(page):
    return json.loads(_OPTIONS.search(page.content.decode())[1])


def test_whoever_adds_one_is_shown_recovery_codes_and_goes_on(client):
    dara()
    assert added(client, Passkey())["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("today")).status_code == 200


def test_with_it_staff_come_in_and_are_asked_for_nothing_else(device):
    window = Client()
    assert come_in(window, device)["Location"] == reverse("after-sign-in")
    assert window.get(reverse("today")).status_code == 200


def test_one_goes_on_to_where_one_was_going(device):
    wanted = reverse("certificates")
    assert come_in(Client(), device, next=wanted)["Location"] == wanted
    assert come_in(Client(), device, next="https://evil.example/")["Location"] == reverse(
        "after-sign-in"
    )


def test_a_touch_is_not_enough_to_come_in(device):
    """Else whoever finds the device comes in with it."""
    device.verifies = False
    window = Client()
    assert come_in(window, device).status_code == 422
    assert window.get(reverse("today")).status_code == 302


def test_after_a_password_a_touch_is_enough(device):
    device.verifies = False
    window = Client()
    assert sign_in(window)["Location"] == reverse("mfa_authenticate")
    page = window.get(reverse("mfa_authenticate"))
    window.post(reverse("mfa_authenticate"), {"credential": device.shown(asked(page))})
    assert window.get(reverse("today")).status_code == 200


def test_the_last_one_of_staff_stays(client, device):
    """Whoever reads their letters could set up another, and be staff."""
    where = reverse("mfa_remove_webauthn", args=[Authenticator.objects.earliest("pk").pk])
    assert "Add another one first" in client.get(where).text
    answer = client.post(where)
    assert answer.status_code == 422
    assert "Add another one first" in answer.text
    assert come_in(Client(), device).status_code == 302


def test_the_last_one_of_a_learner_goes(client, device):
    dara().memberships.all().delete()
    client.post(reverse("mfa_remove_webauthn", args=[Authenticator.objects.earliest("pk").pk]))
    assert not Authenticator.objects.exists()


def test_one_that_was_removed_opens_nothing_and_says_what_to_do(client, device):
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    Authenticator.objects.create(user=key.user, type=Authenticator.Type.TOTP, data={})
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    answer = come_in(Client(), device)
    assert answer.status_code == 422
    assert "This passkey is not known here any more" in answer.content.decode()


def test_nobody_removes_that_of_somebody_else(device):
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    ada = Client()
    ada.force_login(a_person("Ada Nkosi"))
    assert ada.post(reverse("mfa_remove_webauthn", args=[key.pk])).status_code in {302, 404}
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_what_was_signed_for_another_site_counts_for_nothing(device):
    device.site = "testserver.evil.example"
    assert come_in(Client(), device).status_code == 422


def test_a_wrong_one_before_a_change_is_said_where_it_was_asked_for(client, device):
    where = reverse("mfa_reauthenticate_webauthn")
    options = asked(client.get(where))
    answer = client.post(where, {"credential": Passkey(owner=device.owner).shown(options)})
    assert answer.status_code == 422
    assert "This passkey is not one of yours" in answer.content.decode()
