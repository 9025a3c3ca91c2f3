"""The link in an invitation: looked at by anybody's mail server, accepted by a person."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from cast import a_member, a_person, an_organization, dara
from clock import standing_at
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.staff import actions
from conferral.foundation.staff.links import token_of
from conferral.web.account.adapters import know_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(db):
    admin = a_member("Kagiso", Role.ADMINISTRATOR)
    someone = {"name": "Zanele Dube", "email": "zanele@example.test", "role": Role.AUDITOR}
    return reverse("invited", args=[token_of(actions.invite(an_organization(), admin, **someone))])


def test_looking_at_an_invitation_changes_nothing(client, address):
    page = client.get(address).content.decode()
    assert "Kagiso</bdi> asks you to join as auditor" in page
    assert not Person.objects.filter(email="zanele@example.test").exists()


def test_who_joins_is_signed_in_and_their_address_is_confirmed(client, address):
    assert client.post(address)["Location"] == reverse("today")
    assert client.get(reverse("today")).status_code == 200
    assert EmailAddress.objects.get(email="zanele@example.test").verified


def test_staff_who_join_must_set_up_a_second_factor_first(client, address, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.post(address)
    answer = client.get(reverse("today"))
    assert answer["Location"] == f"{reverse('mfa_index')}?next=%2Fstaff%2F"
    assert "Staff need a second factor" in client.get(answer["Location"]).content.decode()


def test_an_invitation_works_once(client, address):
    client.post(address)
    assert client.get(address).status_code == client.post(address).status_code == 404


def test_who_is_signed_in_as_somebody_else_does_not_say_yes_for_them(client, address):
    client.force_login(dara())
    page = client.get(address)
    assert page.status_code == client.post(address).status_code == 409
    assert "This invitation is for <bdi>Zanele Dube</bdi>" in page.content.decode()
    assert client.get(reverse("today")).wsgi_request.user == dara()
    client.logout()
    assert client.get(address).status_code == 200


def test_whoever_has_confirmed_that_address_stays_one_person(client, address):
    know_address(dara(), "zanele@example.test")
    client.force_login(dara())
    assert client.post(address)["Location"] == reverse("today")
    assert not Person.objects.filter(email="zanele@example.test").exists()
    assert dara().memberships.filter(role=Role.AUDITOR).exists()


def test_who_says_yes_has_shown_that_they_read_what_comes_there(client, address):
    person = a_person("Zanele Dube", "zanele@example.test")
    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    client.force_login(person)
    client.post(address)
    assert EmailAddress.objects.get(user=person).verified


def test_an_invitation_that_is_a_week_old_says_what_to_do(client, address):
    with standing_at(timezone.now() + actions.OPEN_FOR):
        answer = client.get(address)
    assert answer.status_code == 404
    assert "ask whoever sent it for a new one" in answer.content.decode()


def test_a_made_up_link_is_answered_like_an_ended_one(client, db):
    assert client.get(reverse("invited", args=["nothing"])).status_code == 404
