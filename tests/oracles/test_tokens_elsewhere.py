"""jose, PyJWT, openbadgeslib and the OpenWallet Foundation's SD-JWT library judge our tokens."""

import json
from itertools import product

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from credkit import base64url, did
from credkit.keys import P256Signer, multikey
from credkit.keys.curves import P256 as CURVE_P256
from credkit.keys.curves import P384, compressed
from credkit.proofs import jws, sd_jwt, vc_jose, vc_jwt
from credkit.verify import Materials, Status, verify_token
from oracles import specimen
from oracles.specimen import DID, LIST_URL, NOW

pytestmark = pytest.mark.oracle

SECRET = bytes(range(1, 33))
P256 = P256Signer(SECRET)
HOLDER = P256Signer(bytes(31) + b"\5")
MALLORY = P256Signer(bytes(31) + b"\6")
KEY_ID = did.key_id(DID, P256.public_multikey)
DID_DOCUMENT = did.document(
    DID, [did.VerificationKey(each.public_multikey) for each in (P256, specimen.SIGNER)]
)
MATERIALS = Materials(
    {DID: DID_DOCUMENT, LIST_URL: specimen.published_list()}, trusted_issuers=frozenset([DID])
)
CONCEALED = {
    "/credentialSubject/name": b"n" * 16,
    "/credentialSubject/result/0": b"r" * 16,
    "/evidence": b"e" * 16,
}


def _tokens():
    good = [
        vc_jwt.issue(specimen.unsecured(), P256, key_id=KEY_ID),
        vc_jwt.issue(specimen.unsecured(), P256),
        vc_jose.issue(specimen.unsecured(), P256, key_id=KEY_ID),
    ]
    bad = [
        vc_jwt.issue(specimen.unsecured(), MALLORY, key_id=KEY_ID),
        good[0][:-8] + "AAAAAAAA",
        _payload_changed(good[0]),
    ]
    return [(token, True) for token in good] + [(token, False) for token in bad]


def _payload_changed(token):
    header, _, signature = token.split(".")
    payload = specimen.unsecured() | {"name": "Mallory"}
    return f"{header}.{base64url.encode(json.dumps(payload).encode())}.{signature}"


def test_jose_agrees(ask_about_tokens):
    tokens = _tokens()
    answers = ask_about_tokens(jwts=[{"text": text, "jwk": P256.public_jwk} for text, _ in tokens])
    for (text, good), answer in zip(tokens, answers, strict=True):
        assert answer["verified"] is good
        assert (verify_token(text, MATERIALS, NOW).status is Status.VALID) is good


@pytest.mark.parametrize(("text", "good"), _tokens())
def test_pyjwt_agrees(text, good):
    key = jwt.PyJWK(P256.public_jwk | {"alg": "ES256"}).key
    options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False}
    try:
        payload = jwt.decode(text, key, algorithms=["ES256"], options=options)
    except jwt.InvalidSignatureError:
        assert not good
    else:
        assert good
        assert payload["credentialSubject"]["name"] == specimen.HOLDER["holder_name"]


def test_we_take_what_pyjwt_signs():
    secret = ec.derive_private_key(int.from_bytes(SECRET), ec.SECP256R1())
    payload = jws.read(vc_jwt.issue(specimen.unsecured(), P256)).payload
    text = jwt.encode(payload, secret, "ES256", headers={"kid": KEY_ID})
    assert verify_token(text, MATERIALS, NOW).status is Status.VALID
    hmac = jwt.encode(payload, "shared secret of thirty-two bytes", "HS256", {"kid": KEY_ID})
    assert verify_token(hmac, MATERIALS, NOW).status is Status.UNREADABLE


def test_we_take_what_pyjwt_signs_with_keys_that_we_have_none_of():
    payload = jws.read(vc_jwt.issue(specimen.unsecured(), P256)).payload
    keys = {
        "ES384": ec.generate_private_key(ec.SECP384R1()),
        "EdDSA": ed25519.Ed25519PrivateKey.generate(),
        "ES256": ec.generate_private_key(ec.SECP256R1()),
    }
    published = {name: _published(key) for name, key in keys.items()}
    listed = [*published.values(), did.VerificationKey(specimen.SIGNER.public_multikey)]
    held = MATERIALS.with_documents({DID: did.document(DID, listed)})
    for claimed, signing in product(keys, keys):
        method = did.key_id(DID, published[signing].public_multikey)
        token = _token_of(payload, keys[signing], {"alg": claimed, "kid": method})
        expected = Status.VALID if claimed == signing else Status.ALTERED
        assert verify_token(token, held, NOW).status is expected, (claimed, signing)
    method = did.key_id(DID, published["EdDSA"].public_multikey)
    newer = _token_of(payload, keys["EdDSA"], {"alg": "Ed25519", "kid": method})  # RFC 9864.
    assert verify_token(newer, held, NOW).status is Status.VALID


def _published(secret):
    match secret.public_key():
        case ed25519.Ed25519PublicKey() as public:
            return did.VerificationKey(multikey(public.public_bytes_raw()))
        case public:
            curve = P384 if public.curve.name == "secp384r1" else CURVE_P256
            return did.VerificationKey(curve.multikey(compressed(public)))


def _token_of(payload, secret, header):
    """Signed by PyJWT as the key demands, whatever the header claims: "algorithm confusion"."""
    of_key = {"secp256r1": "ES256", "secp384r1": "ES384"}
    algorithm = of_key[secret.curve.name] if hasattr(secret, "curve") else "EdDSA"
    parts = [base64url.encode(json.dumps(each).encode()) for each in (header, payload)]
    signed = ".".join(parts)
    signature = jwt.get_algorithm_by_name(algorithm).sign(signed.encode(), secret)
    return f"{signed}.{base64url.encode(signature)}"


@pytest.mark.parametrize(("text", "good"), [_tokens()[0], *_tokens()[3:]])
def test_openbadgeslib_agrees(text, good):
    verifier = OB3Verifier.for_issuer_did(DID, lambda _: json.dumps(DID_DOCUMENT).encode())
    if good:
        assert verifier.verify(text).issuer
    else:
        with pytest.raises(OB3VerificationError):
            verifier.verify(text)


def _sd_jwt():
    claims = sd_jwt.claims_of(specimen.unsecured(), sd_jwt.TYPE_OF_OPEN_BADGES, HOLDER.public_jwk)
    return sd_jwt.issue(
        claims, P256, key_id=KEY_ID, concealed=CONCEALED, decoys=[b"d" * 32, b"e" * 32]
    )


def test_the_openwallet_foundation_reads_our_presentations(ask_about_tokens):
    whole = _sd_jwt()
    shown = sd_jwt.present(whole, ["/credentialSubject/name"])
    at = {"audience": "https://x.example", "nonce": "n", "issued_at": 1795262400}
    bound = sd_jwt.bind(shown, HOLDER, **at)
    doubled = shown + shown.split("~")[1] + "~"
    wrong_holder = sd_jwt.bind(shown, MALLORY, **at)
    forged = whole.replace(".", ".e30", 1)
    asked = [whole, shown, bound, wrong_holder, forged]
    answers = ask_about_tokens(
        sdJwts=[
            {"text": text, "jwk": P256.public_jwk}
            | ({"holder": HOLDER.public_jwk, "nonce": "n"} if not text.endswith("~") else {})
            for text in asked
        ]
    )
    assert [answer["verified"] for answer in answers] == [True, True, True, False, False], answers
    for text, answer in zip(asked[:3], answers, strict=False):
        assert answer["claims"] == sd_jwt.read(text).claims()
    assert verify_token(doubled, MATERIALS, NOW).status is Status.UNREADABLE


def test_a_wallet_of_theirs_chooses_what_ours_would_choose(ask_about_tokens):
    (theirs,) = ask_about_tokens(
        present=[{"text": _sd_jwt(), "frame": {"credentialSubject": {"name": True}}}]
    )
    ours = sd_jwt.present(_sd_jwt(), ["/credentialSubject/name"])
    assert sd_jwt.read(theirs).claims() == sd_jwt.read(ours).claims()
    assert verify_token(theirs, MATERIALS, NOW).status is Status.VALID


def test_we_read_what_the_openwallet_foundation_issues(ask_about_tokens):
    claims = sd_jwt.claims_of(specimen.unsecured(), sd_jwt.TYPE_OF_OPEN_BADGES)
    frame = {"_sd": ["evidence"], "credentialSubject": {"_sd": ["name"], "_sd_decoy": 3}}
    secret = P256.public_jwk | {"d": base64url.encode(SECRET)}
    (text,) = ask_about_tokens(
        issue=[{"claims": claims, "concealed": frame, "secret": secret, "kid": KEY_ID}]
    )
    assert sd_jwt.credential_in(sd_jwt.read(text).claims()) == specimen.unsecured()
    assert verify_token(text, MATERIALS, NOW).status is Status.VALID
    kept_back = sd_jwt.present(text, [])
    assert verify_token(kept_back, MATERIALS, NOW).status is Status.VALID
