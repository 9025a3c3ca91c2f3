"""Tokens of an authority that is not ours: OpenSSL's."""

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credkit.errors import Malformed
from credkit.pdf.signing import timestamp
from tsa import Tsa, a_tsa

DIGEST = hashlib.sha256(b"a signature").digest()
NONCE = 2**62 + 7


@pytest.fixture(scope="module")
def tsa(tmp_path_factory):
    with a_tsa(tmp_path_factory.mktemp("tsa")) as one:
        yield one


@pytest.fixture(scope="module")
def reply(tsa: Tsa) -> bytes:
    return tsa.reply(timestamp.query(DIGEST, NONCE))


def test_a_token_says_when(reply):
    moment = timestamp.made_at(timestamp.token(reply, DIGEST, NONCE))
    assert abs((datetime.now(UTC) - moment).total_seconds()) < 60


def test_the_authority_comes_first_then_its_root(reply, tsa):
    own, root = timestamp.certificates(timestamp.token(reply, DIGEST, NONCE))
    assert root == tsa.root
    assert own != root


def test_a_root_that_is_not_sent_may_be_held(tmp_path):
    with a_tsa(tmp_path, sends_its_root=False) as tsa:
        token = timestamp.token(tsa.reply(timestamp.query(DIGEST, NONCE)), DIGEST, NONCE)
    assert len(timestamp.certificates(token)) == 1
    assert timestamp.certificates(token, [tsa.root])[1] == tsa.root


def test_a_token_for_something_else_is_refused(reply):
    with pytest.raises(Malformed, match="something else"):
        timestamp.token(reply, hashlib.sha256(b"another").digest(), NONCE)


def test_an_old_answer_is_refused(reply):
    with pytest.raises(Malformed, match="something else"):
        timestamp.token(reply, DIGEST, NONCE + 1)


def test_a_refusal_is_not_a_token(tsa):
    asked = bytearray(timestamp.query(DIGEST, NONCE))
    asked[asked.index(bytes.fromhex("608648016503040201")) + 8] = 2  # SHA-384: too short a digest.
    with pytest.raises(Malformed, match=r"granted|read"):
        timestamp.token(tsa.reply(bytes(asked)), DIGEST, NONCE)


def test_an_endless_answer_is_refused():
    with pytest.raises(Malformed, match="too long"):
        timestamp.token(bytes(timestamp.MOST + 1), DIGEST, NONCE)


@given(st.binary(max_size=200))
def test_junk_is_refused(junk):
    with pytest.raises(Malformed):
        timestamp.token(junk, DIGEST, NONCE)


@settings(max_examples=100, deadline=None)
@given(place=st.integers(min_value=0), change=st.integers(1, 255))
def test_a_changed_byte_leaves_the_same_statement_or_none(reply, place, change):
    """Some bytes are not signed, such as those of the root; what is said is always as signed."""
    changed = bytearray(reply)
    changed[place % len(reply)] ^= change
    try:
        token = timestamp.token(bytes(changed), DIGEST, NONCE)
    except Malformed:
        return
    assert timestamp.made_at(token) == timestamp.made_at(timestamp.token(reply, DIGEST, NONCE))
