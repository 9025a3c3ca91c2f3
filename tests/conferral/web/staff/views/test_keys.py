"""The page of the keys: two administrators, two steps."""

import pytest
from django.test import Client
from django.urls import reverse

from cast import a_member, an_issued_credential, an_organization, dara
from conferral.credentials.issuing.jobs import CHANGE_KEYS
from conferral.credentials.issuing.models import KeyChange
from conferral.foundation.accounts.roles import Role

pytestmark = pytest.mark.django_db


def browser_of(name):
    browser = Client()
    browser.force_login(a_member(name, Role.ADMINISTRATOR))
    return browser


@pytest.fixture
def kofi():
    return browser_of("Kofi")


@pytest.fixture
def lerato():
    return browser_of("Lerato")


@pytest.fixture
def key():
    return an_issued_credential().key


def propose(browser):
    return browser.post(reverse("key-rotation"), {"credentials-because": "It is time"})


def raise_alarm(browser, key, since=""):
    said = {f"key-{key.pk}-because": "A laptop was stolen", f"key-{key.pk}-since": since}
    return browser.post(reverse("key-compromise", args=[key.pk]), said)


def test_a_new_key_is_proposed_by_one_and_confirmed_by_another(kofi, lerato, key):
    assert propose(kofi).status_code == 302
    change = KeyChange.objects.get()
    assert kofi.post(reverse("key-confirm", args=[change.pk])).status_code == 409
    assert lerato.post(reverse("key-confirm", args=[change.pk])).status_code == 302
    CHANGE_KEYS.run()
    shown = kofi.get(reverse("keys")).content.decode()
    for words in ("In use", "Retired", "It is time", "confirmed by"):
        assert words in shown, words


def test_who_proposed_it_sees_no_button_to_confirm(kofi, lerato, key):
    propose(kofi)
    assert "Another administrator must confirm it" in kofi.get(reverse("keys")).content.decode()
    assert "Confirm</button>" in lerato.get(reverse("keys")).content.decode()


def test_an_alarm_stands_on_the_page_and_on_today_of_every_administrator(kofi, lerato, key):
    raise_alarm(kofi, key)
    for page in ("keys", "today"):
        assert "A key may have been stolen" in lerato.get(reverse(page)).content.decode()
    other = Client()
    other.force_login(dara())
    assert "stolen" not in other.get(reverse("today")).content.decode()


def test_a_moment_is_read_in_the_time_of_the_organization(kofi, key):
    raise_alarm(kofi, key, "2026-01-02T12:00")
    assert f"{KeyChange.objects.get().since:%H:%M %Z}" == "10:00 UTC"


def test_a_false_alarm_is_withdrawn(kofi, key):
    raise_alarm(kofi, key)
    kofi.post(reverse("key-withdraw", args=[KeyChange.objects.get().pk]))
    assert not KeyChange.objects.open().exists()
    assert "Raise the alarm" in kofi.get(reverse("keys")).content.decode()


def test_an_alarm_needs_its_reason_and_a_moment_that_is_one(kofi, key):
    nothing = kofi.post(reverse("key-compromise", args=[key.pk]), {})
    assert nothing.status_code == 422
    assert raise_alarm(kofi, key, "yesterday").status_code == 422
    assert raise_alarm(kofi, key, "2999-01-01T00:00").status_code == 409
    assert not KeyChange.objects.exists()


def test_the_page_names_a_change_that_is_proposed_twice(kofi, key):
    propose(kofi)
    assert "proposed already" in propose(kofi).content.decode()


def test_the_history_of_the_keys_is_public(client, key):
    organization = an_organization()
    organization.did = "did:web:verify.saypro.example"
    organization.save()
    history = client.get("/.well-known/key-history.json").json()
    assert [each["id"] for each in history["keys"]] == [key.verification_method]
    assert history["events"][0]["document"]["event"] == "key-added"
