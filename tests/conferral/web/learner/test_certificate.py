"""What holders decide by their own link, and the files that they alone may have."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import an_issued_credential, an_organization, dara
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.verification import consenting, showing
from conferral.credentials.verification.models import Looks
from conferral.credentials.verification.showing import Choice
from conferral.foundation.accounts.name_modes import NameMode
from conferral.foundation.audit.models import Entry
from conferral.foundation.consents.actions import Entrusted
from conferral.learning.awards.links import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential():
    return an_issued_credential("Nomvula Dlamini")


def address(credential, name="progress", *more):
    return reverse(name, args=[token_of(credential.award.enrolment), *more])


def test_a_holder_chooses_without_an_account_or_a_cookie(client, credential):
    said = {"name_mode": "initials", "is_listed": "on"}
    answer = client.post(address(credential, "progress-showing"), said)
    assert answer.status_code == 302
    assert not answer.cookies
    assert showing.choice_of(credential) == Choice(NameMode.INITIALS, is_listed=True)
    line = Entry.objects.get(deed="chose what strangers see")
    assert line.actor == credential.award.enrolment.person
    page = client.get(answer["Location"].partition("#")[0]).text
    assert re.search('value="initials"[^>]* checked', page)


@pytest.mark.parametrize("said", [{}, {"name_mode": "whatever"}])
def test_what_is_no_choice_changes_nothing(client, credential, said):
    client.post(address(credential, "progress-showing"), said)
    assert showing.choice_of(credential) == Choice(NameMode.FULL)


def test_choosing_needs_a_form_that_was_sent(client, credential):
    assert client.get(address(credential, "progress-showing")).status_code == 405


def test_the_holder_has_the_files_whatever_strangers_may_have(client, credential):
    PRINT_LOGGED.run()
    client.post(address(credential, "progress-showing"), {"name_mode": "withheld"})
    pdf = client.get(address(credential, "progress-file", "pdf"))
    assert pdf.content[:5] == b"%PDF-"
    assert pdf["Content-Disposition"] == f'attachment; filename="{credential.number}.pdf"'
    assert pdf["Cache-Control"] == "no-store, private"
    assert b"Nomvula Dlamini" in client.get(address(credential, "progress-file", "json")).content


@pytest.mark.parametrize("take", [issuing.suspend, issuing.revoke])
def test_of_what_was_taken_back_the_holder_has_no_files(client, credential, take):
    take(credential, dara(), "It is looked at again", Reason.OTHER)
    asked = client.get(address(credential, "progress-file", "json"))
    assert asked["Location"] == reverse("certificate", args=[credential.number])


@pytest.mark.parametrize("ending", ["pdf", "jwt", "exe"])
def test_what_is_not_there_yet_or_never_leads_back(client, credential, ending):
    asked = address(credential, "progress-file", ending)
    assert client.get(asked)["Location"] == asked.rpartition("/")[0]


def test_the_holder_sees_how_often_others_looked(client, credential):
    assert "Nobody has looked at its page yet" in client.get(address(credential)).text
    today = timezone.localdate(timezone=credential.key.organization.zone)
    Looks.objects.create(credential=credential, day=today, count=7)
    assert (
        "looked at 7 times: 7 today, 7 in the last 30 days" in client.get(address(credential)).text
    )


def test_the_page_shows_the_certificate_when_it_is_printed(client, credential):
    assert client.get(address(credential, "progress-picture")).status_code == 404
    assert "It is being printed" in client.get(address(credential)).text
    PRINT_LOGGED.run()
    page = address(credential)
    assert f"{page}/picture.png" in client.get(page).text
    answer = client.get(address(credential, "progress-picture"))
    assert answer.content[:4] == b"\x89PNG"
    assert answer["Cache-Control"] == "no-store, private"


def test_of_somebody_under_age_a_guardian_says_what_strangers_see(client, credential):
    to = Entrusted("Ben Dlamini", "father", timezone.localdate() + timedelta(days=400))
    consenting.entrust(credential.award.enrolment.person, to, dara(), an_organization())
    page = client.get(address(credential)).text
    assert "only if your guardian agrees" in page
    assert "Search engines may list" not in page
    client.post(address(credential, "progress-showing"), {"name_mode": "full"})
    credential.refresh_from_db()
    assert showing.choice_of(credential).name_mode is NameMode.WITHHELD
    client.post(address(credential, "progress-showing"), {"name_mode": "initials"})
    credential.showing.refresh_from_db()
    assert showing.choice_of(credential).name_mode is NameMode.INITIALS
