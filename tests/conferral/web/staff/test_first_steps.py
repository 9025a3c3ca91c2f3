"""The first steps say what is done by what is there, and end with a specimen to oneself."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cast import (
    PASSED,
    a_course,
    a_draft,
    a_member,
    a_person,
    an_import,
    an_issued_credential,
    an_organization,
)
from conferral import worker
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.roles import Role
from conferral.foundation.mail.models import Message
from conferral.web.staff.first_steps import first_steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def kofi(client):
    """A browser in which the administrator is signed in."""
    client.force_login(a_member("Kofi", Role.ADMINISTRATOR))
    return client


def done(browser):
    here = browser.get(reverse("first-steps")).context["here"]
    return [step.name for step in here.steps if step.is_done], here.next and here.next.name


def test_at_first_only_the_key_is_there(kofi):
    assert done(kofi) == (["Signing key"], "Organization and logo")


def test_today_leads_whoever_begins_to_the_next_step(kofi, client):
    (need,) = kofi.get(reverse("today")).context["decisions"]
    assert (need.about, need.address) == ("First steps", reverse("first-steps"))
    assert "Organization and logo" in need.note
    client.force_login(a_member("Dara", Role.REGISTRAR))
    assert client.get(reverse("today")).context["decisions"] == []


def test_where_certificates_are_issued_today_speaks_of_first_steps_no_more(kofi):
    an_issued_credential()
    needs = kofi.get(reverse("today")).context["decisions"]
    assert "First steps" not in {need.about for need in needs}


def test_each_step_is_done_when_the_register_says_so(kofi):
    organization = an_organization()
    organization.logo_svg, organization.colour = "<svg/>", "#0f5b52"
    organization.save()
    kofi.post(reverse("first-steps-letter"))
    assert done(kofi)[1] == "Mail"  # It has not left yet.
    Message.objects.update(sent_at=timezone.now())
    assert done(kofi)[1] == "First course and its criterion"
    an_import(("Zoë Müller", "zoe@example.test", PASSED), version=a_course())
    assert done(kofi)[1] is None


def test_a_letter_on_its_way_is_enough(kofi):
    assert kofi.post(reverse("first-steps-letter")).status_code == 302
    assert kofi.post(reverse("first-steps-letter")).status_code == 409
    (letter,) = Message.objects.all()
    assert letter.to == "kofi@example.test"


def test_a_letter_that_cannot_be_sent_says_why(kofi):
    kofi.post(reverse("first-steps-letter"))
    Message.objects.update(attempts=1, problem="Connection refused")
    assert "Connection refused" in kofi.get(reverse("first-steps")).content.decode()


def test_without_a_course_there_is_nothing_to_take_a_specimen_of(kofi):
    assert "Issue my specimen" not in kofi.get(reverse("first-steps")).content.decode()
    kofi.post(reverse("first-steps-specimen"))
    assert not Credential.objects.exists()


def test_a_specimen_of_a_draft_travels_the_whole_way_to_oneself(kofi):
    a_draft()
    kofi.post(reverse("first-steps-specimen"))
    assert "It is being signed" in kofi.get(reverse("first-steps")).content.decode()
    assert not first_steps(an_organization(), a_person("Lindiwe")).is_under_way
    worker.run_until_idle()
    (credential,) = Credential.objects.all()
    page = kofi.get(reverse("first-steps")).content.decode()
    assert credential.number in page
    public = kofi.get(reverse("certificate", args=[credential.number])).content.decode()
    assert "Specimen" in public
    assert Message.objects.filter(to="kofi@example.test", sent_at__isnull=False).exists()


def test_the_page_asks_few_questions(kofi, django_assert_max_num_queries):
    a_draft()
    with django_assert_max_num_queries(12):
        kofi.get(reverse("first-steps"))
