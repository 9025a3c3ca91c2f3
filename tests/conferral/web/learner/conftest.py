"""Somebody who has a certificate, and the browser in which they followed their link."""

import pytest
from django.urls import reverse

from cast import an_issued_credential
from conferral.foundation.accounts.links import token_of


@pytest.fixture
def credential():
    return an_issued_credential()


@pytest.fixture
def mine(client, credential):
    client.get(reverse("me-enter", args=[token_of(credential.award.enrolment.person)]))
    return client
