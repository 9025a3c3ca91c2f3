"""Whatever an authority sends back, or somebody uploads by mistake, is used or refused in words."""

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given, settings
from hypothesis import strategies as st

from authority import chain_for
from conferral.credentials.sealing import certificates
from conferral.foundation.refusal import Refused
from credkit.keys import P256Signer
from credkit.pdf.signing.identity import Subject, request, self_signed

NOW = datetime.now(UTC)
SIGNER, MALLORY = P256Signer(b"\1" * 32), P256Signer(b"\2" * 32)
ABOVE = ("Issuing authority", "Root authority")


def asked(signer=SIGNER):
    ends = NOW + timedelta(days=1)
    return request(Subject("SayPro", "SayPro certificates", 1, NOW, ends), signer)


@cache
def chain():
    return chain_for(asked(), above=ABOVE)


def checked(*parts, **more):
    return certificates.checked(b"".join(parts), SIGNER.public_multikey, NOW, **more)


def usage(**granted):
    none = dict.fromkeys(
        (
            *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
            *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    )
    return x509.KeyUsage(**none | granted)


def test_a_whole_chain_is_kept_in_its_order():
    kept = checked(*chain())
    own, *above = certificates.ders(kept)
    assert [pem.encode() for pem in map(certificates.pem_of, [own, *above])] == chain()
    told = certificates.Description.of(kept)
    assert (told.vouched_by, told.is_self_signed) == ("Issuing authority", False)


def test_words_between_the_certificates_do_no_harm():
    own, *above = chain()
    assert checked(b"subject=SayPro\n", own, b"\nissuer:\r\n", *above) == checked(*chain())


def test_one_certificate_alone_may_be_der_and_may_be_its_own():
    own = self_signed(Subject("SayPro", "SayPro", 7, NOW, NOW + timedelta(days=1)), SIGNER)
    assert certificates.Description.of(checked(own)).is_self_signed
    assert checked(chain()[0]).count("BEGIN") == 1


@pytest.mark.parametrize(
    "fits",
    [
        usage(digital_signature=True),
        usage(content_commitment=True),
        x509.ExtendedKeyUsage([x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")]),
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]),
        x509.BasicConstraints(ca=False, path_length=None),
    ],
)
def test_what_is_good_for_documents_is_used(fits):
    assert checked(*chain_for(asked(), fits))


@pytest.mark.parametrize(
    "unfit",
    [
        usage(key_encipherment=True),
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
        x509.BasicConstraints(ca=True, path_length=None),
    ],
)
def test_what_is_not_for_documents_is_refused(unfit):
    with pytest.raises(Refused, match=r"not for signing documents. Ask the authority"):
        checked(*chain_for(asked(), unfit))


def test_a_certificate_for_another_key_is_refused():
    with pytest.raises(Refused, match=r"for another key. Ask the authority"):
        checked(*chain_for(asked(MALLORY)))


def test_a_certificate_for_an_earlier_key_is_called_that():
    with pytest.raises(Refused, match="for an earlier key"):
        checked(*chain_for(asked(MALLORY)), earlier={MALLORY.public_multikey})


@pytest.mark.parametrize("order", [(1, 0, 2), (2, 1, 0), (0, 2, 1), (1, 2, 0)])
def test_a_chain_in_the_wrong_order_is_refused_with_the_right_one(order):
    with pytest.raises(Refused, match=r"wrong order. Put its own certificate first"):
        checked(*(chain()[place] for place in order))


def test_a_missing_link_is_named_by_its_neighbours():
    own, _, root = chain()
    with pytest.raises(Refused, match="“Root authority” does not vouch for “SayPro certificates”"):
        checked(own, root)


def test_whoever_has_the_issuers_name_but_not_its_key_vouches_for_nobody():
    _, *pretenders = chain_for(asked(MALLORY), above=ABOVE)
    with pytest.raises(Refused, match="does not vouch"):
        checked(chain()[0], *pretenders)


def test_who_may_not_vouch_does_not():
    """A certificate for signing documents signs no certificates, whatever its key could do."""
    above = x509.load_pem_x509_certificate(chain_for(asked(), usage(digital_signature=True))[0])
    assert not certificates._is_leaf(above)
    leaf = chain_for(asked(), x509.BasicConstraints(ca=False, path_length=None))[0]
    assert certificates._is_leaf(x509.load_pem_x509_certificate(leaf))


def test_a_certificate_that_has_expired_is_refused_with_the_day():
    ended = f"expired on {NOW - timedelta(days=1):%d %B %Y}. Ask the authority"
    with pytest.raises(Refused, match=ended):
        checked(*chain_for(asked(), days=-1))


def test_a_certificate_that_is_not_valid_yet_says_when_to_come_back():
    begins = f"from {NOW + timedelta(days=3):%d %B %Y}"
    with pytest.raises(Refused, match=f"{begins}.* Upload it again then"):
        checked(*chain_for(asked(), since=3))


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"hello",
        b"\xff\xfe",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        b"-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n",
        b"-----BEGIN CERTIFICATE-----",
    ],
)
def test_what_is_no_certificate_is_refused(junk):
    with pytest.raises(Refused, match=r"no certificate that can be read. Ask the authority"):
        checked(junk)


def test_a_private_key_is_never_taken():
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(Refused, match=r"private key. Never upload one"):
        checked(*chain(), pem)


def test_the_request_itself_is_no_answer():
    with pytest.raises(Refused, match=r"This is a request. Send it"):
        checked(asked().encode())


def test_what_is_too_large_is_not_read():
    with pytest.raises(Refused, match="more than 50 kB"):
        checked(chain()[0], b"\n" * certificates.MAX_BYTES)


def test_a_heap_of_certificates_is_no_chain():
    with pytest.raises(Refused, match="at most 8"):
        checked(*chain() * 3)


def test_one_of_a_version_that_there_is_not_cannot_be_read():
    der = x509.load_pem_x509_certificate(chain()[0]).public_bytes(Encoding.DER)
    version = bytes.fromhex("a003020102")  # RFC 5280, 4.1: [0] v3(2).
    with pytest.raises(Refused, match="no certificate that can be read"):
        checked(der.replace(version, bytes.fromhex("a00302013e")))


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, 100_000), byte=st.integers(0, 255))
def test_any_changed_byte_is_refused_or_changes_nothing_that_is_signed(place, byte):
    whole = b"".join(chain())
    place %= len(whole)
    changed = whole[:place] + bytes([byte]) + whole[place + 1 :]
    try:
        kept = checked(changed)
    except Refused:
        return
    assert certificates.ders(kept)[:2] == certificates.ders(checked(whole))[:2]


@settings(max_examples=150, deadline=None)
@given(junk=st.binary(max_size=300), cut=st.integers(0, 2000))
def test_no_junk_gets_further_than_a_refusal(junk, cut):
    with pytest.raises(Refused):
        checked(chain()[0][:-40][:cut] + junk)
