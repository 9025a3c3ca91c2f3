"""What a database cannot hold is not looked for in it."""

import pytest
from django.urls import reverse

from cast import dara

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/staff/cohorts/of/%00", "/staff/find?q=ada%00"])
def test_an_address_with_a_nul_cannot_be_read(client, address):
    client.force_login(dara())
    answer = client.get(address)
    assert answer.status_code == 400
    assert "This request could not be read" in answer.content.decode()


def test_nor_can_a_cookie(client, settings):
    client.cookies[settings.SESSION_COOKIE_NAME] = "neverlost\0"
    assert client.get(reverse("today")).status_code == 400


def test_nor_can_a_form(client):
    client.force_login(dara())
    form = "application/x-www-form-urlencoded"
    answer = client.post(reverse("mail"), "q=%00", content_type=form)
    assert answer.status_code == 400


def test_what_only_looks_like_one_is_read(client):
    client.force_login(dara())
    assert client.get(reverse("find"), {"q": "%00"}).status_code == 200
