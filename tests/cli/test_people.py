"""`conferral people`: the staff, from the command line."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone

from cast import a_member, a_person, an_organization, dara
from conferral.foundation.accounts.personal_data import ERASED
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.staff.models import Invitation
from conferral.learning.catalog.models import Instructor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _staff(db):
    a_member("Kofi", Role.ADMINISTRATOR)
    dara()


def test_the_staff_is_listed_with_its_roles(typed):
    assert "registrar" in typed("people", "list").out
    listed = typed("people", "list", "--json").json
    assert {each["email"]: each["roles"][0]["role"] for each in listed} == {
        "dara@example.test": "registrar",
        "kofi@example.test": "administrator",
    }


def test_an_invitation_says_its_address(typed, client):
    said = typed("people", "invite", "zanele@example.test", "Zanele Dube", "auditor").out
    address = said.split()[-1]
    assert Invitation.objects.get().email == "zanele@example.test"
    assert client.get(address.removeprefix("https://verify.saypro.example")).status_code == 200


def test_roles_are_given_and_ended(typed):
    assert (
        "auditor, registrar"
        in typed("people", "roles", "dara@example.test", "--give", "auditor").out
    )
    assert "auditor" in typed("people", "roles", "dara@example.test", "--end", "registrar").out
    refused = typed("people", "roles", "dara@example.test", "--end", "registrar")
    assert (refused.code, "is not registrar" in refused.err) == (1, True)


def test_a_role_is_lent_up_to_a_day(typed):
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    typed("people", "delegate", "dara@example.test", "reviewer", "--until", day, "--because", "x")
    assert dara().memberships.filter(role=Role.REVIEWER).exists()


def test_somebody_is_signed_out_everywhere(typed, client):
    said = {"login": "dara@example.test", "password": "correct horse battery"}
    client.post(reverse("sign-in"), said)
    assert "1 sessions" in typed("people", "sessions", "end", "dara@example.test").out
    assert client.get(reverse("today")).status_code == 302
    assert not UserSession.objects.exists()
    assert Entry.objects.filter(deed="ended all sessions").exists()


def test_whoever_runs_the_machine_takes_a_lost_second_factor_away(typed):
    Authenticator.objects.create(user=dara(), type=Authenticator.Type.TOTP, data={})
    command = ("people", "lost-factor", "dara@example.test", "--because", "She stood before me")
    assert "has no second factor any more" in typed(*command).out
    assert not Authenticator.objects.exists()
    assert typed(*command).code == 1


def test_who_has_no_page_to_ask_on_is_forgotten_by_the_organization_that_they_asked(typed):
    beacon = an_organization("Beacon", "BC")
    a_member("Naledi", Role.ADMINISTRATOR, beacon)
    zanele = a_person("Zanele Dube")
    for organization in (an_organization(), beacon):
        Instructor.objects.create(organization=organization, person=zanele, name="Zanele Dube")
    said = typed("people", "forget", "zanele@example.test", "--at", "bc", "--yes")
    assert said.out == "Beacon has forgotten them.\n"
    names = Instructor.objects.values_list("organization__name", "name")
    assert {*names} == {("SayPro", "Zanele Dube"), ("Beacon", ERASED)}
    refused = typed("people", "forget", "zanele@example.test", "--at", "bc", "--yes")
    nobody = typed("people", "forget", "nobody@example.test", "--at", "bc", "--yes")
    assert refused.err == nobody.err.replace("nobody@", "zanele@")
    assert "Beacon keeps nothing of zanele@example.test." in refused.err
