"""The short way gives what the long way gives, and to nobody else."""

import pytest

from cast import an_issued_credential, dara, publish
from conferral.credentials.issuing import actions
from conferral.web.verify.jobs import MAKE_PAGES

pytestmark = pytest.mark.django_db

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def address(printed):
    publish()
    MAKE_PAGES.run()
    return f"/c/{printed.number}"


def is_short(answer):
    """Nobody has opened a session."""
    return not hasattr(answer.wsgi_request, "session")


def beside(answer):
    return {name: value for name, value in answer.items() if name != "ETag"}


@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize("accept", [{}, {"accept": "*/*"}, {"accept": BROWSER}])
def test_it_says_what_the_long_way_says(client, address, secure, accept):
    answers = [client.get(address, secure=secure, headers=accept) for _ in range(2)]
    assert [is_short(answer) for answer in answers] == [False, True]
    long, short = answers
    assert beside(short) == beside(long)
    assert short.status_code == long.status_code == 200
    assert len(short.content) == int(short["Content-Length"])


def test_what_is_said_over_https_only_is_not_learned_from_http(client, address):
    client.get(address)
    assert not is_short(client.get(address, secure=True))


@pytest.mark.parametrize(
    "headers",
    [
        {"accept": "application/json"},
        {"accept": "text/html;q=0.1, application/json"},
        {"if-none-match": '"anything"'},
        {"host": "somebody-else.example"},
    ],
)
def test_whoever_wants_something_else_goes_the_long_way(client, address, headers):
    for _ in range(2):
        client.get(address)
    asked = client.get(address, headers=headers)
    assert asked.status_code == 400 if "host" in headers else is_short(asked) is False


@pytest.mark.parametrize("suffix", [".json", ".pdf", "/", "0"])
def test_other_addresses_are_other_addresses(client, address, suffix):
    for _ in range(2):
        client.get(address)
    assert not is_short(client.get(address + suffix))


def test_what_was_revoked_is_told_at_once(client, printed, address):
    for _ in range(2):
        client.get(address)
    actions.revoke(printed, dara(), "Issued in error")
    answer = client.get(address)
    assert "Revoked on" in answer.content.decode()
    assert not is_short(answer)


def test_an_unprepared_page_goes_the_long_way(client, address):
    for _ in range(2):
        client.get(address)
    assert not is_short(client.get(f"/c/{an_issued_credential('Ben Dube').number}"))


def test_nothing_is_learned_from_a_page_that_is_not_there(client, address):
    client.get("/c/SP-00000-00000-0000")
    assert not is_short(client.get(address))
