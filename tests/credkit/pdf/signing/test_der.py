from datetime import UTC, datetime

import pytest
from asn1crypto import core
from hypothesis import given
from hypothesis import strategies as st

from credkit.pdf.signing import der


@given(st.integers(0, 2**200))
def test_numbers_read_back_as_they_were(number):
    assert core.Integer.load(der.integer(number), strict=True).native == number


@given(st.binary(max_size=70_000))
def test_contents_of_any_length_read_back(content):
    assert core.OctetString.load(der.octets(content), strict=True).native == content


@pytest.mark.parametrize(
    ("dotted", "encoded"),
    [
        ("1.2.840.113549", "06062a864886f70d"),  # X.690 (2021), as RSA's is written everywhere.
        ("2.16.840.1.101.3.4.2.1", "0609608648016503040201"),  # RFC 5754, section 2.2.
        ("1.2.840.10045.4.3.2", "06082a8648ce3d040302"),  # RFC 5758, section 3.2.
    ],
)
def test_identifiers_are_written_as_published(dotted, encoded):
    assert der.identifier(dotted).hex() == encoded


def test_a_set_is_sorted():
    assert der.set_of(b"\2\1\2", b"\2\1\1") == bytes.fromhex("3106020101020102")


@pytest.mark.parametrize("year", [1999, 2026, 2049, 2050, 2126])
def test_years_are_written_in_the_form_that_their_century_asks_for(year):
    moment = datetime(year, 6, 14, 9, 30, 5, tzinfo=UTC)
    kind = core.UTCTime if year < 2050 else core.GeneralizedTime
    assert kind.load(der.time(moment), strict=True).native == moment
