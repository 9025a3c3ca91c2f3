"""Against the examples of the RFCs, and against python-cwt."""

import contextlib

import cbor2
import pytest
from cwt import COSE, COSEKey
from hypothesis import given
from hypothesis import strategies as st

from credkit import cbor, multibase
from credkit.cose import sign1
from credkit.errors import Malformed
from credkit.keys import LocalSigner, P256Signer
from credkit.keys.curves import P256

# RFC 9052, appendix C.2.1, with the key "11" of C.7.1.
PUBLISHED = bytes.fromhex(
    "d28443a10126a10442313154546869732069732074686520636f6e74656e742e58408eb33e4ca31d1c465ab05aac34"
    "cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c3"
    "45cacb36"
)
ELEVEN = (
    "bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff",
    "20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e",
)
# RFC 8392, appendix A.3, with the key of A.2.3.
TOKEN = bytes.fromhex(
    "d28443a10126a104524173796d6d657472696345434453413235365850a70175636f61703a2f2f61732e6578616d70"
    "6c652e636f6d02656572696b77037818636f61703a2f2f6c696768742e6578616d706c652e636f6d041a5612aeb005"
    "1a5610d9f0061a5610d9f007420b7158405427c1ff28d23fbad1f29c4c7c6a555e601d6fa29f9179bc3d7438bacaca"
    "5acd08c8d4d4f96131680c429a01f85951ecee743a52b9b63632c57209120e1c9e30"
)
ASYMMETRIC = (
    "143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f",
    "60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9",
)
ED25519, P_256 = LocalSigner(bytes(range(32))), P256Signer(bytes(range(1, 33)))


def _multikey(coordinates):
    return P256.multikey(P256.from_coordinates(*map(bytes.fromhex, coordinates)))


def _known_to_them(signer):
    if signer is P_256:
        jwk = signer.public_jwk
    else:
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": _raw(signer.public_multikey)}
    return COSEKey.from_jwk(jwk | {"kid": "01", "key_ops": ["verify"]})


def _raw(multikey):
    return multibase.to_base64url(multibase.decode(multikey)[2:])[1:]


def test_the_example_of_cose_is_signed_by_its_key():
    message = sign1.read(PUBLISHED)
    assert message.payload == b"This is the content."
    assert message.key_id == b"11"
    assert message.is_signed_by(_multikey(ELEVEN))
    assert not message.is_signed_by(_multikey(ASYMMETRIC))


def test_the_example_of_web_tokens_is_signed_by_its_key():
    message = sign1.read(TOKEN)
    assert message.is_signed_by(_multikey(ASYMMETRIC))
    assert cbor2.loads(message.payload)[2] == "erikw"


@pytest.mark.parametrize("signer", [ED25519, P_256], ids=lambda signer: signer.algorithm)
@pytest.mark.parametrize("external", [b"", b"told elsewhere"])
def test_another_implementation_takes_what_we_sign(signer, external):
    message = sign1.sign(b"This is it.", signer, key_id=b"01", external=external)
    read = COSE.new().decode(message, _known_to_them(signer), external_aad=external)
    assert read == b"This is it."
    assert cbor2.loads(message).tag == 18


def test_we_take_what_another_implementation_signs():
    secret = multibase.to_base64url(bytes(range(1, 33)))[1:]
    jwk = P_256.public_jwk | {"d": secret, "kid": "01", "alg": "ES256"}
    theirs = COSE.new(alg_auto_inclusion=True, kid_auto_inclusion=True)
    message = theirs.encode(b"This is it.", COSEKey.from_jwk(jwk), external_aad=b"elsewhere")
    assert sign1.read(message).is_signed_by(P_256.public_multikey, b"elsewhere")


def test_what_was_told_elsewhere_is_signed_too():
    message = sign1.read(sign1.sign(b"", ED25519, external=b"here"))
    assert message.is_signed_by(ED25519.public_multikey, b"here")
    assert not message.is_signed_by(ED25519.public_multikey, b"there")


def test_an_algorithm_of_another_kind_of_key_never_holds():
    message = sign1.read(sign1.sign(b"", ED25519))
    assert not message.is_signed_by(P_256.public_multikey)


def _message(protected, beside=None, payload=b"", signature=bytes(64)):
    return b"\xd2" + cbor.encode([protected, beside or {}, payload, signature])


@pytest.mark.parametrize(
    "message",
    [
        b"",
        PUBLISHED[1:],  # Not tagged.
        b"\xd3" + PUBLISHED[1:],
        PUBLISHED + b"\0",
        _message(b""),
        _message(cbor.encode({})),
        _message(cbor.encode({4: b"1"}), {1: -7}),  # The algorithm is not protected.
        _message(cbor.encode({1: b"-7"})),
        _message(cbor.encode({1: -7, 4: 1})),
        _message(cbor.encode({1: -7, 2: [4]})),  # Critical.
        _message(cbor.encode({1: -7, 4: b"1"}), {4: b"2"}),
        _message(bytes.fromhex("a20441310126")),  # Not sorted.
        b"\xd2" + cbor.encode([cbor.encode({1: -7}), {}, b""]),
        b"\xd2" + cbor.encode([cbor.encode({1: -7}), {}, "", b""]),
        b"\xd2" + cbor.encode({1: 2}),
    ],
)
def test_anything_else_is_malformed(message):
    with pytest.raises(Malformed):
        sign1.read(message)


@given(st.binary(max_size=80))
def test_nothing_but_malformed_comes_of_any_bytes(data):
    with contextlib.suppress(Malformed):
        sign1.read(b"\xd2" + data)
