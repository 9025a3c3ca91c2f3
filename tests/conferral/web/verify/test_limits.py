"""T6: guessing numbers tells nothing, costs the guesser time, and leaves no trace of anybody."""

import random

import pytest
from django.test import RequestFactory

from cast import an_issued_credential
from conferral.credentials.issuing import number
from conferral.web.shared.client_address import client_address, neighbourhood
from conferral.web.verify.bucket import Buckets
from conferral.web.verify.jobs import MAKE_PAGES
from conferral.web.verify.limits import Door

UNKNOWN = f"/c/{number.make('SP', 1)}"
DAY = 86400


def somebody(address="8.8.4.7"):
    return RequestFactory().get("/", REMOTE_ADDR=address)


def guess(door, count, address="8.8.4.7", at=0.0):
    return [door.guessed(somebody(address), at) for _ in range(count)]


def test_a_bucket_gives_what_it_holds_and_then_what_drips_in():
    buckets = Buckets(size=3, per_second=0.5)
    assert [buckets.take(b"a", 0) for _ in range(4)] == [True, True, True, False]
    assert buckets.is_empty(b"a", 1)
    assert not buckets.is_empty(b"a", 2)
    assert not buckets.is_empty(b"b", 0)


def test_buckets_are_forgotten_when_there_are_too_many():
    buckets = Buckets(size=1, per_second=0)
    for n in range(20_001):
        buckets.take(n.to_bytes(4), 0)
    assert len(buckets) == 10_001
    assert buckets.is_empty((20_000).to_bytes(4), 0)


def test_thirty_guesses_a_minute_are_one_address_s_share():
    door = Door()
    assert guess(door, 31) == [True] * 30 + [False]
    assert door.is_shut(somebody(), 0)
    assert not door.is_shut(somebody(), 2)


def test_other_addresses_go_on():
    door = Door()
    guess(door, 40)
    assert not door.is_shut(somebody("9.9.9.9"), 0)


@pytest.mark.parametrize("pattern", ["8.8.4.{:d}", "2600:1:2:{:x}::1"])
def test_neighbours_share_three_hundred_an_hour(pattern):
    door = Door()
    tried = [guess(door, 2, pattern.format(n), at=n)[1] for n in range(200)]
    assert all(tried[:140])
    assert not any(tried[180:])


def test_all_together_have_fifty_a_second_and_known_numbers_are_answered_all_the_same():
    door = Door()
    tried = [door.guessed(somebody(f"9.9.{n}.9"), 0) for n in range(60)]
    assert tried == [True] * 50 + [False] * 10
    assert not door.is_shut(somebody("8.8.4.7"), 0)


def test_what_hides_addresses_is_made_anew_each_day():
    door = Door()
    guess(door, 1, at=DAY + 1)
    before = set(door._address._left)
    guess(door, 1, at=2 * DAY + 3)
    assert before.isdisjoint(door._address._left)
    assert len(door._address) == 1


def test_no_address_is_kept_as_it_is():
    door = Door()
    guess(door, 3)
    assert "8.8.4" not in repr(vars(door))


@pytest.mark.parametrize(
    ("address", "nearby"),
    [
        ("8.8.4.7", "8.8.4.0/24"),
        ("::ffff:8.8.8.8", "8.8.8.0/24"),
        ("2600:db8:1:2::3", "2600:db8:1::/48"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("10.1.2.3", ""),
        ("unix:", ""),
        ("", ""),
    ],
)
def test_a_neighbourhood_is_of_the_public_network(address, nearby):
    assert neighbourhood(address) == nearby


def test_only_the_last_of_what_a_proxy_says_is_our_own_proxy_s(settings):
    asked = RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6, 8.8.8.8"})
    assert client_address(asked) == "127.0.0.1"
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    assert client_address(asked) == "8.8.8.8"


@pytest.mark.django_db
def test_whoever_guesses_is_told_nothing_any_more_by_either_way(client, printed, stopped_clock):
    MAKE_PAGES.run()
    known = f"/c/{printed.number}"
    assert [client.get(known, REMOTE_ADDR="8.8.4.7").status_code for _ in range(2)] == [200, 200]
    codes = [client.get(UNKNOWN, REMOTE_ADDR="8.8.4.7").status_code for _ in range(31)]
    assert codes == [404] * 30 + [429]
    for address in (known, f"{known}.json", f"{known}.pdf", UNKNOWN, f"{UNKNOWN}.json"):
        answer = client.get(address, REMOTE_ADDR="8.8.4.7")
        assert answer.status_code == 429
        assert answer["Retry-After"] == "10"
        assert not answer.cookies
    assert client.get(known, REMOTE_ADDR="9.9.9.9").status_code == 200


@pytest.mark.django_db
def test_a_typing_slip_is_no_guess(client):
    for _ in range(40):
        slip = client.get("/c/SP-00000-00000-0001", REMOTE_ADDR="8.8.4.7")
    assert slip.status_code == 404


@pytest.mark.django_db
def test_random_numbers_hit_nothing_and_are_answered_alike(client):
    """10^6 of them are as many times the same two lines: here a sample, without the limits."""
    an_issued_credential()
    chance = random.Random(6)
    said = set()
    for _ in range(50):
        guessed = number.make("SP", chance.getrandbits(number.RANDOM_BITS))
        answer = client.get(f"/c/{guessed}")
        said.add((answer.status_code, answer.content.replace(guessed.encode(), b"")))
    assert len(said) == 1


@pytest.mark.django_db
def test_a_number_that_is_gone_costs_and_says_what_one_that_never_was_does(
    client, printed, django_assert_num_queries
):
    """T7."""
    printed.erased_at = printed.issued_at
    printed.save()
    said = set()
    for asked in (printed.number, number.make("SP", 1)):
        with django_assert_num_queries(2):  # The number, and whose house it is.
            answer = client.get(f"/c/{asked}")
        said.add((answer.status_code, answer.content.replace(asked.encode(), b"")))
    assert len(said) == 1
    assert 404 in {status for status, _ in said}


def test_who_brings_files_has_a_budget_and_those_that_take_long_cost_more():
    door = Door()
    assert all(door.handed_file(somebody(), 0) for _ in range(30))
    assert not door.handed_file(somebody(), 0)
    assert door.handed_file(somebody(), 10)
    other = somebody("9.9.9.9")
    assert door.handed_file(other, 10)
    door.file_took(other, 10, seconds=7.3)
    assert not door.handed_file(other, 10)


def test_who_makes_us_ask_others_has_a_budget_and_so_have_all_together():
    door = Door()
    assert [door.asks_others(somebody(), 0) for _ in range(11)] == [True] * 10 + [False]
    assert door.asks_others(somebody("9.9.9.9"), 0)
    assert not all(door.asks_others(somebody(f"9.9.8.{n}"), 0) for n in range(60))
