"""What a person agreed to stands on their own page."""

import pytest
from django.urls import reverse

from conferral.credentials.verification.models import Profile
from conferral.foundation.consents.models import Consent

pytestmark = pytest.mark.django_db


def answer(client, purpose, **said):
    return client.post(reverse("me-consent", args=[purpose]), said)


def test_it_is_withdrawn_in_as_many_steps_as_it_is_given(mine):
    answer(mine, "profile", answer="yes")
    page = mine.get(reverse("me-privacy")).text
    assert reverse("public-profile", args=[Profile.objects.get().slug]) in page
    assert "My public page" in page
    answer(mine, "profile", answer="no")
    assert [each.is_given for each in Consent.objects.order_by("pk")] == [True, False]
    assert {each.way for each in Consent.objects.all()} == {"own page, by a link"}
    assert not Profile.objects.exists()


def test_what_nobody_asks_about_cannot_be_given(mine):
    assert answer(mine, "everything", answer="yes").status_code == 404
