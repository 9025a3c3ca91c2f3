import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit import canonical, multibase, status_list
from credkit.errors import Malformed

# https://www.w3.org/TR/vc-bitstring-status-list/#example-example-bitstringstatuslistcredential
PUBLISHED = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
indices = st.integers(0, status_list.CAPACITY - 1)


def test_the_published_list_says_that_everything_stands():
    assert status_list.decode(PUBLISHED) == bytes(16_384)
    assert not any(status_list.is_set(PUBLISHED, index) for index in (0, 94_567, 131_071))


def test_our_empty_list_unpacks_to_the_published_one():
    assert status_list.decode(status_list.encode([])) == status_list.decode(PUBLISHED)


def test_index_0_is_the_leftmost_bit():
    assert status_list.decode(status_list.encode([0]))[0] == 0b1000_0000
    assert status_list.decode(status_list.encode([15]))[:2] == b"\x00\x01"


@given(st.sets(indices, max_size=20), indices)
def test_what_was_set_is_set_and_nothing_else(set_indices, asked):
    encoded = status_list.encode(set_indices)
    assert all(status_list.is_set(encoded, index) for index in set_indices)
    assert status_list.is_set(encoded, asked) is (asked in set_indices)


def test_the_same_list_is_the_same_text():
    assert status_list.encode([5, 7]) == status_list.encode([7, 5, 5])


@pytest.mark.parametrize("index", [-1, status_list.CAPACITY])
def test_an_index_out_of_range_is_refused(index):
    with pytest.raises(ValueError, match="no index"):
        status_list.encode([index])
    with pytest.raises(Malformed, match="no index"):
        status_list.is_set(PUBLISHED, index)


def _packed(data):
    return multibase.to_base64url(gzip.compress(data, mtime=0))


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        PUBLISHED[1:],
        "u",
        "uAAAA",
        "z" + PUBLISHED[1:],
        PUBLISHED[:-8],
        _packed(bytes(16_383)),
        _packed(bytes(16 * 16_384 + 1)),
        _packed(bytes(50_000_000)),
        multibase.to_base64url(gzip.compress(bytes(16_384), mtime=0) + b"more"),
    ],
)
def test_a_list_of_another_form_is_malformed(encoded):
    with pytest.raises(Malformed):
        status_list.decode(encoded)


@given(st.text())
def test_no_text_makes_reading_raise_anything_else(text):
    with pytest.raises(Malformed):
        status_list.decode(text)


def test_an_entry_has_another_id_than_its_list():
    entry = status_list.entry("https://example.org/s/1", 7)
    assert entry["id"] != entry["statusListCredential"]
    assert entry["statusListIndex"] == "7"


def test_the_list_is_a_credential_that_can_be_signed_without_loss():
    document = status_list.credential(
        "https://example.org/s/1", "did:web:example.org", [7], "2026-01-01T00:00:00Z"
    )
    assert "_:" not in canonical.rdfc(document)
    assert status_list.is_set(document["credentialSubject"]["encodedList"], 7)
