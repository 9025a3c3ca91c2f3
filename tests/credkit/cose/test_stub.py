from dataclasses import replace

import cbor2
import pytest
from cwt import COSE, COSEKey
from hypothesis import given, settings
from hypothesis import strategies as st

from credkit import cbor
from credkit.cose import sign1, stub
from credkit.cose.stub import Stub
from credkit.errors import Fault, Malformed
from credkit.keys import P256Signer

ISSUER, NUMBER = "did:web:certificates.example", "SP-7K3M9-QXD2H-8WNC"
KEY, OTHER = P256Signer(bytes(31) + b"\5"), P256Signer(bytes(31) + b"\6")
NOMVULA = Stub("Nomvula Dlamini", "First aid", 1_790_000_000, 1_850_000_000, ((7, 4711), (8, 1)))


def _check(digits, issuer=ISSUER, number=NUMBER, keys=(OTHER, KEY)):
    return stub.verify(digits, issuer, number, [key.public_multikey for key in keys])


def test_a_stub_says_what_was_signed():
    assert _check(stub.sign(NOMVULA, ISSUER, NUMBER, KEY)) == NOMVULA


def test_it_is_short():
    assert len(stub.sign(NOMVULA, ISSUER, NUMBER, KEY)) < 360


def test_it_needs_neither_an_end_nor_a_name_nor_a_second_list():
    little = Stub("", "First aid", 1_790_000_000, None, ((7, 0),))
    assert _check(stub.sign(little, ISSUER, NUMBER, KEY)) == little


def test_a_long_title_is_cut():
    long = replace(NOMVULA, course="Monitoring, evaluation and learning " * 3)
    told = _check(stub.sign(long, ISSUER, NUMBER, KEY)).course
    assert len(told) <= stub.LONGEST_COURSE
    assert told.endswith("…")


def test_its_claims_are_those_of_a_web_token():
    digits = int(stub.sign(NOMVULA, ISSUER, NUMBER, KEY))
    message = cbor2.loads(digits.to_bytes((digits.bit_length() + 7) // 8))
    claims = cbor2.loads(message.value[2])
    assert (claims[6], claims[4]) == (1_790_000_000, 1_850_000_000)
    assert claims[-65_537] == ["Nomvula Dlamini", "First aid", 7, 4711, 8, 1]


def test_another_implementation_reads_it_as_the_paper_for_strangers_says():
    digits = stub.sign(NOMVULA, ISSUER, NUMBER, KEY)
    message = int(digits).to_bytes((int(digits).bit_length() + 7) // 8)
    name = KEY.public_multikey[-4:]
    key = COSEKey.from_jwk(KEY.public_jwk | {"kid": name, "alg": "ES256"})
    claims = COSE.new().decode(message, key, external_aad=f"{ISSUER} {NUMBER}".encode())
    assert cbor2.loads(claims)[-65_537][0] == "Nomvula Dlamini"


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"issuer": "did:web:certificates.test"},
        {"number": "SP-7K3M9-QXD2H-8WND"},
        {"keys": (OTHER,)},
        {"keys": ()},
    ],
)
def test_it_fits_one_certificate_of_one_issuer(elsewhere):
    with pytest.raises(Malformed) as no:
        _check(stub.sign(NOMVULA, ISSUER, NUMBER, KEY), **elsewhere)
    assert no.value.fault is Fault.SIGNATURE


@pytest.mark.parametrize(
    "changed",
    [
        {"holder": "Nomvula Dlamina"},
        {"holder": ""},
        {"course": "First Aid"},
        {"issued": 1_790_000_001},
        {"expires": None},
        {"expires": 1_850_000_001},
        {"places": ((7, 4711), (8, 2))},
        {"places": ((7, 4711),)},
    ],
)
def test_whatever_is_changed_the_signature_does_not_fit(changed):
    real = sign1.read(_bytes(stub.sign(NOMVULA, ISSUER, NUMBER, KEY)))
    forged = sign1.read(_bytes(stub.sign(replace(NOMVULA, **changed), ISSUER, NUMBER, OTHER)))
    message = b"\xd2" + cbor.encode([real.protected, {}, forged.payload, real.signature])
    with pytest.raises(Malformed):
        _check(str(int.from_bytes(message)))


@settings(max_examples=50)
@given(st.data())
def test_no_changed_digit_is_overlooked(data):
    digits = stub.sign(NOMVULA, ISSUER, NUMBER, KEY)
    place = data.draw(st.integers(0, len(digits) - 1))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != digits[place]]))
    with pytest.raises(Malformed):
        _check(digits[:place] + digit + digits[place + 1 :])


@pytest.mark.parametrize("digits", ["", "0", "1", "-5", "٣", "12a", "1" * 1201, "0" + "9" * 300])
def test_what_is_no_stub_is_malformed(digits):
    with pytest.raises(Malformed):
        _check(digits)


@pytest.mark.parametrize(
    "claims",
    [
        {6: 1},
        {6: b"", -65_537: ["", "", 1, 1]},
        {6: 1, 4: "", -65_537: ["", "", 1, 1]},
        {6: 1, -65_537: ["", "", 1]},
        {6: 1, -65_537: ["", "", 1, -1]},
        {6: 1, -65_537: ["", "", 1, 1, 1, 1, 1, 1]},
        {6: 1, -65_537: ["", b"", 1, 1]},
        {6: 1, 7: b"", -65_537: ["", "", 1, 1]},
        [],
    ],
)
def test_claims_of_another_kind_are_malformed(claims):
    bound, name = f"{ISSUER} {NUMBER}".encode(), KEY.public_multikey[-4:].encode()
    message = sign1.sign(cbor.encode(claims), KEY, key_id=name, external=bound)
    with pytest.raises(Malformed):
        _check(str(int.from_bytes(message)))


def _bytes(digits):
    return int(digits).to_bytes((int(digits).bit_length() + 7) // 8)
