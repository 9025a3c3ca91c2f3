import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit import cbor
from credkit.errors import Malformed

# RFC 8949, appendix A: those of its examples that a proof may contain.
PUBLISHED = {
    "00": 0,
    "01": 1,
    "0a": 10,
    "17": 23,
    "1818": 24,
    "1819": 25,
    "1864": 100,
    "1903e8": 1000,
    "1a000f4240": 1000000,
    "1b000000e8d4a51000": 1000000000000,
    "1bffffffffffffffff": 18446744073709551615,
    "3bffffffffffffffff": -18446744073709551616,
    "20": -1,
    "29": -10,
    "3863": -100,
    "3903e7": -1000,
    "40": b"",
    "4401020304": b"\1\2\3\4",
    "60": "",
    "6161": "a",
    "6449455446": "IETF",
    "62225c": '"\\',
    "62c3bc": "ü",
    "63e6b0b4": "水",
    "64f0908591": "𐅑",
    "80": [],
    "83010203": [1, 2, 3],
    "8301820203820405": [1, [2, 3], [4, 5]],
    "98190102030405060708090a0b0c0d0e0f101112131415161718181819": list(range(1, 26)),
    "a0": {},
    "a201020304": {1: 2, 3: 4},
}
values = st.recursive(
    st.integers(-(2**64), 2**64 - 1) | st.binary() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.integers(-300, 300), inner),
    max_leaves=6,
).filter(lambda value: _depth(value) <= 4)


def _depth(value):
    match value:
        case list():
            return 1 + max(map(_depth, value), default=0)
        case dict():
            return 1 + max(map(_depth, value.values()), default=0)
    return 0


@pytest.mark.parametrize("written", PUBLISHED)
def test_the_examples_of_the_rfc_are_read_and_written(written):
    assert cbor.decode(bytes.fromhex(written)) == PUBLISHED[written]
    assert cbor.encode(PUBLISHED[written]).hex() == written


@pytest.mark.parametrize(
    "written",
    [
        "",  # Nothing.
        "18",
        "19ff",
        "44010203",  # Cut off.
        "8201",
        "a101",
        "0000",  # Something after the end.
        "1817",  # 23, but longer than need be.
        "190018",
        "1a0000ffff",
        "5817" + "00" * 23,
        "5803010203",
        "1b00000000ffffffff",
        "3817",
        "f4",  # false.
        "f6",  # null.
        "f97e00",  # NaN.
        "c11a514b67b0",  # A tag.
        "d84043010203",
        "5f42010243030405ff",  # Of no definite length.
        "9fff",
        "bfff",
        "1c",
        "1f",
        "61ff",  # Not UTF-8.
        "a201020104",  # A key twice.
        "a1616101",  # A key that is text.
        "818181818181" + "80",
        "9affffffff",  # Four billion elements, says the head.
        "baffffffff",
    ],
)
def test_anything_else_is_malformed(written):
    with pytest.raises(Malformed):
        cbor.decode(bytes.fromhex(written))


@pytest.mark.parametrize("value", [-(2**64) - 1, 2**64])
def test_a_number_of_more_than_64_bits_is_not_written(value):
    with pytest.raises(Malformed):
        cbor.encode(value)


@given(values)
def test_what_was_written_can_be_read(value):
    assert cbor.decode(cbor.encode(value)) == value


@given(st.binary())
def test_what_can_be_read_is_written_in_one_way(data):
    try:
        value = cbor.decode(data)
    except Malformed:
        return
    if not _has_map(value):  # Keys may stand in any order; we sort them.
        assert cbor.encode(value) == data


def _has_map(value):
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_has_map, value)))
