import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit import multibase
from credkit.errors import Malformed

# https://datatracker.ietf.org/doc/html/draft-msporny-base58-03, section 5
PUBLISHED = [
    (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
    (
        b"The quick brown fox jumps over the lazy dog.",
        "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
    ),
    (bytes.fromhex("0000287fb4cd"), "11233QC4"),
]


@pytest.mark.parametrize(("data", "text"), PUBLISHED)
def test_base58_is_that_of_the_internet_draft(data, text):
    assert multibase.to_base58btc(data) == "z" + text
    assert multibase.decode("z" + text) == data


@given(st.binary(max_size=200))
def test_what_is_written_can_be_read(data):
    assert multibase.decode(multibase.to_base58btc(data)) == data
    assert multibase.decode(multibase.to_base64url(data)) == data


@given(st.text(max_size=60))
def test_every_text_has_one_meaning_or_none(text):
    try:
        data = multibase.decode(text)
    except Malformed:
        return
    write = multibase.to_base58btc if text[0] == "z" else multibase.to_base64url
    assert write(data) == text


@pytest.mark.parametrize(
    "text", ["", "x00", "z0", "zI", "zé", "u+", "u=", "uAA==", "uA", "uAB", "u A", "z" + "2" * 5000]
)
def test_what_is_not_canonical_is_refused(text):
    with pytest.raises(Malformed):
        multibase.decode(text)
