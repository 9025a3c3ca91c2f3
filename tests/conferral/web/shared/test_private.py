"""What was made for somebody is kept by nobody on its way; what is everybody's may be."""

import pytest
from django.urls import reverse

from cast import an_organization, emil
from conferral.foundation.accounts.models import Organization
from conferral.web.shared.private import PRIVATE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["certificates-csv", "learners", "sessions", "keys", "webhooks"])
def test_pages_and_files_of_whoever_is_signed_in_are_not_kept(client, page):
    """Nor the page that says no to them."""
    client.force_login(emil())
    assert client.get(reverse(page))["Cache-Control"] == PRIVATE


def test_the_way_to_the_sign_in_page_is_not_kept_for_whoever_has_signed_in(client):
    assert client.get(reverse("today"))["Cache-Control"] == PRIVATE


def test_a_view_says_itself_what_may_be_kept(client):
    client.force_login(emil())
    Organization.objects.update(colour="#0f5b52")
    answer = client.get(reverse("brand-colours", args=[an_organization().uuid]))
    assert "private" not in answer["Cache-Control"]


def test_what_is_everybodys_is_theirs_whoever_asks(client):
    assert "Cache-Control" not in client.get(reverse("home")).headers
