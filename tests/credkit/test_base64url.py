"""Base64url without padding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit import base64url
from credkit.errors import Malformed

# RFC 4648, section 10, without its padding; RFC 7515, appendix C.
PUBLISHED = [
    *((b"", ""), (b"f", "Zg"), (b"fo", "Zm8"), (b"foo", "Zm9v")),
    *((b"foob", "Zm9vYg"), (b"fooba", "Zm9vYmE"), (b"foobar", "Zm9vYmFy")),
    (bytes((3, 236, 255, 224, 193)), "A-z_4ME"),
]


@pytest.mark.parametrize(("data", "text"), PUBLISHED)
def test_it_is_that_of_the_rfcs(data, text):
    assert base64url.encode(data) == text
    assert base64url.decode(text) == data


@given(st.binary(max_size=100))
def test_what_is_written_can_be_read(data):
    assert base64url.decode(base64url.encode(data)) == data


@pytest.mark.parametrize("text", ["Zg==", "Zh", "Z", "Zm9v\n", "Zm 9v", "+/", "é"])
def test_any_other_spelling_is_refused(text):
    with pytest.raises(Malformed):
        base64url.decode(text)
