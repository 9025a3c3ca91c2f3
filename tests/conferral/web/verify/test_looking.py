"""Somebody who looks is counted once; programs are not, and nobody is remembered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import publish
from conferral.credentials.verification import looks
from conferral.credentials.verification.models import Looks
from conferral.web.verify.jobs import MAKE_PAGES

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(printed):
    return f"/c/{printed.number}"


def counted():
    looks.count(timezone.now() + timedelta(minutes=5))
    return sum(Looks.objects.values_list("count", flat=True))


def test_each_way_counts_a_look(client, address):
    client.get(address)
    publish()
    MAKE_PAGES.run()
    for _ in range(3):
        client.get(address)
    assert counted() == 4


def test_who_only_asks_or_wants_a_file_does_not_look(client, address):
    etag = client.get(address)["ETag"]
    client.head(address)
    client.get(address, headers={"if-none-match": etag})
    client.get(f"{address}.json")
    client.get(f"{address}.pdf")
    client.get("/c/SP-00000-00000-0000")
    assert counted() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "LinkedInBot/1.0 (compatible; Mozilla/5.0)"},
        {"user-agent": "facebookexternalhit/1.1"},
        {"user-agent": "curl/8.5.0"},
        {"sec-purpose": "prefetch;prerender"},
    ],
)
def test_programs_do_not_look(client, address, headers):
    for _ in range(2):
        client.get(address, headers=headers)
    assert counted() == 0
