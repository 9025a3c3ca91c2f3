"""A draw is fair, can be repeated by anybody, and does not depend on how the list is sorted."""

import hmac
from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferral.learning.moderation import sampling

SEED = sha256(b"a seed for tests").hexdigest()
names = st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=60, unique=True)
seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)


@pytest.mark.parametrize(
    ("population", "percent", "wanted"),
    [(8, 25, 2), (9, 25, 3), (1, 25, 1), (4, 25, 1), (40, 25, 10), (3, 100, 3), (5, 0, 1)],
)
def test_a_share_is_rounded_up_and_never_nobody(population, percent, wanted):
    assert sampling.size(population, percent) == wanted


@given(st.integers(1, 10_000), st.integers(0, 100))
def test_a_sample_is_at_least_the_share_and_at_most_all(population, percent):
    size = sampling.size(population, percent)
    assert 1 <= size <= population
    assert size * 100 >= population * percent


@given(seeds, names, st.data())
def test_the_same_seed_draws_the_same_whatever_the_order(seed, listed, data):
    shuffled, count = data.draw(st.permutations(listed)), data.draw(st.integers(1, len(listed)))
    drawn = sampling.draw(seed, listed, count)
    assert drawn == sampling.draw(seed, shuffled, count)
    assert len(set(drawn)) == count
    assert set(drawn) <= set(listed)
    assert sampling.digest(listed) == sampling.digest(shuffled)


@given(seeds, names)
def test_a_larger_sample_has_the_smaller_one_in_it(seed, listed):
    whole = sampling.draw(seed, listed, len(listed))
    assert all(sampling.draw(seed, listed, count) == whole[:count] for count in range(len(listed)))


def test_an_auditor_draws_it_with_nothing_but_the_standard_library():
    listed = [f"awards.Award:{number}" for number in range(1, 41)]
    tickets = {
        hmac.new(bytes.fromhex(SEED), name.encode(), sha256).hexdigest(): name for name in listed
    }
    by_hand = tuple(tickets[ticket] for ticket in sorted(tickets)[:10])
    assert sampling.draw(SEED, listed, 10) == by_hand


def test_everybody_is_drawn_about_equally_often():
    listed = [f"awards.Award:{number}" for number in range(20)]
    rounds = 2000
    drawn = Counter(
        name
        for number in range(rounds)
        for name in sampling.draw(sha256(b"%d" % number).hexdigest(), listed, 5)
    )
    expected = rounds * 5 / 20
    chi_squared = sum((drawn[name] - expected) ** 2 / expected for name in listed)
    assert chi_squared < 43.8  # 19 degrees of freedom: more in one of a thousand fair draws.


def test_a_seed_is_promised_without_being_told():
    assert sampling.commitment(SEED) == sha256(bytes.fromhex(SEED)).hexdigest()
