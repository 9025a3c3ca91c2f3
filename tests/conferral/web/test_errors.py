"""Pages for when something is wrong: in the same look, each with a way on."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from cast import a_person, an_organization, dara
from conferral.foundation.accounts.models import Membership
from conferral.foundation.accounts.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_without_a_request_they_need_nothing(template, django_assert_num_queries):
    with django_assert_num_queries(0):
        text = render_to_string(template)
    assert "<h1>" in text
    assert 'href="/"' in text


def test_a_missing_page_leads_on(client):
    answer = client.get("/nothing")
    assert answer.status_code == 404
    assert "Verify a certificate" in answer.content.decode()


def test_staff_who_look_for_what_is_not_there_are_led_back_to_their_own_page(client):
    client.force_login(dara())
    page = client.get(reverse("course", args=["nowhere"]))
    assert page.status_code == 404
    assert reverse("after-sign-in") in page.text
    assert "Or what it showed is gone." in page.text
    assert reverse("organizations") not in page.text


def test_who_acts_for_several_is_told_that_it_may_be_of_another(client):
    person = dara()
    other = an_organization("Ubuntu College", "UC")
    Membership.objects.create(person=person, organization=other, role=Role.REGISTRAR)
    client.force_login(person)
    page = client.get(reverse("course", args=["nowhere"])).text
    assert "is of another organization than SayPro" in page
    assert reverse("organizations") in page


def test_a_learner_among_the_staffs_pages_is_led_to_their_own(client):
    client.force_login(a_person("Ada Nkosi"))
    answer = client.get("/staff/")
    assert answer.status_code == 403
    assert reverse("after-sign-in") in answer.text
    assert client.get(reverse("after-sign-in"))["Location"] == reverse("me")


def test_whoever_signs_in_on_the_first_page_comes_to_their_own(client):
    assert reverse("after-sign-in") in client.get("/").text


def test_an_address_for_forms_says_that_it_is_one(client):
    answer = client.get(reverse("sign-out"))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "takes forms only" in answer.text


def test_a_form_without_its_token_changes_nothing_and_says_why():
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(dara())
    answer = browser.post("/account/sign-out")
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()
