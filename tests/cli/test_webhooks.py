"""`conferral webhooks`: servers that are told, from the command line."""

import pytest

from cast import a_member, an_issued_credential, an_organization
from conferral.foundation.accounts.roles import Role
from conferral.foundation.webhooks import actions
from conferral.foundation.webhooks.models import Endpoint, Notice

pytestmark = pytest.mark.django_db
URL = "https://hook.example/told"


@pytest.fixture(autouse=True)
def _administrator():
    an_organization()
    a_member("Kofi", Role.ADMINISTRATOR)


def test_a_server_is_added_tried_and_removed(typed):
    assert "Its secret: whsec_" in typed("webhooks", "add", URL).out
    assert typed("webhooks", "add", URL).code == 1
    an_issued_credential()
    assert typed("webhooks", "list", "--json").json == [{"url": URL, "waiting": 1}]
    assert typed("webhooks", "try", URL).code == 0
    assert Notice.objects.count() == 2
    assert URL in typed("webhooks", "list").out
    secret = actions.secret_of(Endpoint.objects.get())
    assert secret in typed("webhooks", "secret", URL).out
    assert typed("webhooks", "remove", URL).code == 0
    assert typed("webhooks", "remove", URL).code == 1
    assert typed("webhooks", "list", "--json").json == []
