"""An authority's certificate ends: people are told in time, and nothing is signed with it after."""

from datetime import timedelta

import pytest
from cryptography import x509
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from authority import vouched_for
from cast import a_member, an_organization, dara
from conferral.credentials.sealing import actions, ending
from conferral.credentials.sealing.chores import warn
from conferral.credentials.sealing.models import DocumentCertificate
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry
from conferral.foundation.mail.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    """Its certificate is vouched for, and ends in a hundred days."""
    a_member("Kofi", Role.ADMINISTRATOR)
    ours = an_organization()
    asked = actions.ask_for_request(ours, dara())
    actions.write_request(asked)
    actions.use_certificate(ours, dara(), vouched_for(asked.pem, days=100))
    return ours


def told(organization, days_left):
    """What the chore writes on that day."""
    before = set(Message.objects.values_list("pk", flat=True))
    last = ending.Description.of(DocumentCertificate.objects.get(used_until=None).pem).valid_until
    warn(organization, (last - timedelta(days=days_left)).astimezone(organization.zone).date())
    return [letter.subject for letter in Message.objects.exclude(pk__in=before)]


def test_keepers_are_told_at_each_step_once(organization):
    days = [days for days in range(70, -40, -1) if told(organization, days)]
    assert days == [60, 30, 7, 0]


def test_a_server_that_slept_tells_of_the_last_step_only(organization):
    (subject,) = told(organization, -3)
    assert "has ended on" in subject
    assert told(organization, -4) == []


def test_the_letter_says_what_to_do_and_goes_to_keepers_only(organization):
    a_member("Femi", Role.REGISTRAR)
    told(organization, 30)
    (letter,) = Message.objects.all()
    assert letter.to.startswith("kofi")
    assert "Test authority" in letter.text
    assert "write a request on the page Keys" in letter.text
    assert "{" not in letter.text


def test_of_a_certificate_of_its_own_nobody_is_told():
    a_member("Kofi", Role.ADMINISTRATOR)
    actions.identity_of(an_organization())
    assert told(an_organization(), 7) == []


def test_after_the_end_the_key_vouches_for_itself_and_the_trail_says_so(organization, monkeypatch):
    before = actions.identity_of(organization)
    later = timezone.now() + timedelta(days=101)
    monkeypatch.setattr(actions.timezone, "now", lambda: later)
    after = actions.identity_of(organization)
    made = x509.load_der_x509_certificate(after.certificate)
    assert made.issuer == made.subject
    assert made.not_valid_before_utc <= later < made.not_valid_after_utc
    assert (after.signer, after.chain) == (before.signer, ())
    assert actions.identity_of(organization) == after
    assert Entry.objects.filter(deed__startswith="took a certificate of its own").count() == 1


def test_it_is_not_forgotten_when_the_key_vouches_for_itself(organization):
    current = DocumentCertificate.objects.get(used_until=None)
    until = ending.Description.of(current.pem).valid_until
    DocumentCertificate.objects.update(used_until=until)
    actions._self_made(current.key, until)
    found = ending.ending_of(organization, until.astimezone(organization.zone).date())
    assert (found.certificate, found.step) == (current, 0)


@pytest.mark.parametrize(("role", "sees"), [(Role.ADMINISTRATOR, True), (Role.REGISTRAR, False)])
def test_it_stands_on_the_page_of_those_who_can_help(organization, role, sees):
    asked = actions.ask_for_request(organization, dara())
    actions.write_request(asked)
    actions.use_certificate(organization, dara(), vouched_for(asked.pem, days=20))
    visitor = Client()
    visitor.force_login(a_member("Lerato", role))
    page = visitor.get(reverse("today")).content.decode()
    assert ("What signs PDFs ends on" in page) is sees
