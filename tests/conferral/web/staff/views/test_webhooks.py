"""The page of the webhooks."""

import pytest

from cast import a_member, an_organization
from conferral.foundation.accounts.roles import Role
from conferral.foundation.webhooks import actions
from conferral.foundation.webhooks.models import Endpoint, Notice

pytestmark = pytest.mark.django_db
WHERE = "/staff/settings/webhooks"


@pytest.fixture
def administrator(client):
    client.force_login(a_member("Kofi", Role.ADMINISTRATOR))
    return client


def test_a_server_is_added_tried_and_ended(administrator):
    assert administrator.post(WHERE, {"url": "https://hook.example/told"}).status_code == 302
    endpoint = Endpoint.objects.get()
    page = administrator.get(WHERE).content.decode()
    assert actions.secret_of(endpoint) in page
    administrator.post(f"{WHERE}/{endpoint.pk}/try")
    assert Notice.objects.get().kind == "test"
    administrator.post(f"{WHERE}/{endpoint.pk}/end")
    assert "Nobody listens" in administrator.get(WHERE).content.decode()


def test_an_address_without_tls_is_refused_beside_its_field(administrator):
    answer = administrator.post(WHERE, {"url": "http://hook.example/told"})
    assert answer.status_code == 422
    assert "begins with https://" in answer.content.decode()


def test_what_could_not_be_told_says_why(administrator):
    endpoint = actions.listen(
        an_organization(), "https://hook.example/x", a_member("Kofi", Role.ADMINISTRATOR)
    )
    actions.try_out(endpoint)
    Notice.objects.update(problem="It answers 500.", attempts=Notice.patience)
    assert "It answers 500." in administrator.get(WHERE).content.decode()
    assert "The webhook https://hook.example/x" in administrator.get("/staff/").content.decode()
