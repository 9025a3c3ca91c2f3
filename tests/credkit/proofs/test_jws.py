import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit import base64url
from credkit.errors import Fault, Malformed
from credkit.keys import LocalSigner, P256Signer, jwk
from credkit.proofs import jws

SIGNER = P256Signer(bytes(31) + b"\7")
OTHER = P256Signer(bytes(31) + b"\6")
TOKEN = jws.sign({"typ": "JWT", "kid": "did:web:x#k"}, {"iss": "joe"}, SIGNER)

# RFC 7515, appendix A: one payload, signed with both of our algorithms.
PAYLOAD = (
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
)
A2_KEY = {
    "kty": "RSA",
    "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt"
    "0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5"
    "z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aG"
    "hyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
    "e": "AQAB",
}
A2_TOKEN = (
    f"eyJhbGciOiJSUzI1NiJ9.{PAYLOAD}."
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
    "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb"
    "1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QO"
    "YEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
)
A3_KEY = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}
A3_TOKEN = (
    f"eyJhbGciOiJFUzI1NiJ9.{PAYLOAD}."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
)


@pytest.mark.parametrize(("token", "key"), [(A2_TOKEN, A2_KEY), (A3_TOKEN, A3_KEY)])
def test_the_tokens_of_rfc_7515_hold(token, key):
    read = jws.read(token)
    read.check(key)
    assert read.payload == {
        "iss": "joe",
        "exp": 1300819380,
        "http://example.com/is_root": True,
    }


@pytest.mark.parametrize(("token", "key"), [(A2_TOKEN, A3_KEY), (A3_TOKEN, A2_KEY)])
def test_the_key_decides_the_algorithm_and_not_the_token(token, key):
    with pytest.raises(Malformed) as refused:
        jws.read(token).check(key)
    assert refused.value.fault is Fault.ALGORITHM


def test_our_own_token_holds():
    read = jws.read(TOKEN)
    read.check(SIGNER.public_jwk)
    assert read.header == {"alg": "ES256", "typ": "JWT", "kid": "did:web:x#k"}


def test_another_key_did_not_sign_it():
    with pytest.raises(Malformed) as refused:
        jws.read(TOKEN).check(OTHER.public_jwk)
    assert refused.value.fault is Fault.SIGNATURE


def test_an_ed25519_key_signs_no_tokens():
    signer = LocalSigner(bytes(32))
    signer.public_jwk = {}
    with pytest.raises(Malformed, match="no tokens"):
        jws.sign({}, {}, signer)


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ({"alg": "none"}, Fault.ALGORITHM),
        ({"alg": "None"}, Fault.ALGORITHM),
        ({"alg": "HS256"}, Fault.ALGORITHM),
        ({"alg": "ES512"}, Fault.ALGORITHM),
        ({"alg": "HS384"}, Fault.ALGORITHM),
        ({"alg": "PS256"}, Fault.ALGORITHM),
        ({"alg": "Ed448"}, Fault.ALGORITHM),
        ({"alg": "es256"}, Fault.ALGORITHM),
        ({"alg": None}, Fault.ALGORITHM),
        ({"crit": ["exp"], "exp": 1}, Fault.HEADER),
        ({"crit": []}, Fault.HEADER),
        ({"b64": False, "crit": ["b64"]}, Fault.HEADER),
        ({"b64": True}, Fault.HEADER),
        ({"jku": "https://mallory.example/keys"}, Fault.HEADER),
        ({"x5u": "https://mallory.example/chain"}, Fault.HEADER),
        ({"x5c": ["MIIB"]}, Fault.HEADER),
        ({"x5t": "AA"}, Fault.HEADER),
        ({"zip": "DEF"}, Fault.HEADER),
        ({"enc": "A128GCM"}, Fault.HEADER),
        ({"kid": 7}, Fault.HEADER),
        ({"typ": ["JWT"]}, Fault.HEADER),
        ({"jwk": "key"}, Fault.HEADER),
    ],
)
def test_a_header_that_would_lead_us_astray_is_refused(header, fault):
    with pytest.raises(Malformed) as refused:
        jws.read(_token({"alg": "ES256"} | header, {}))
    assert refused.value.fault is fault


def test_a_header_without_an_algorithm_is_refused():
    with pytest.raises(Malformed) as refused:
        jws.read(_token({"typ": "JWT"}, {}))
    assert refused.value.fault is Fault.ALGORITHM


@pytest.mark.parametrize("secret", [json.dumps(A3_KEY), "public"])
def test_a_public_key_is_never_taken_for_a_shared_secret(secret):
    # "Algorithm confusion": HS256, keyed with the public key that everybody knows.
    token = _token({"alg": "HS256"}, {"iss": "joe"})
    with pytest.raises(Malformed) as refused:
        jws.read(token).check(A3_KEY)
    assert refused.value.fault is Fault.ALGORITHM


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "a.b.c.d",
        TOKEN + ".",
        TOKEN + "\n",
        " " + TOKEN,
        TOKEN + "=",
        TOKEN.replace(".", "..", 1),
        TOKEN.replace(".", "+.", 1),
        TOKEN[:-1] + chr(ord(TOKEN[-1]) + 1),  # The same bytes, but for bits that do not count.
        base64url.encode(b'{"alg":"ES256","alg":"ES256"}') + ".e30.AA",
        base64url.encode(b'{"alg":"ES256"}') + "." + base64url.encode(b'{"a":1,"a":2}') + ".AA",
        base64url.encode(b'["ES256"]') + ".e30.AA",
        base64url.encode(b'{"alg":"ES256"}') + "." + base64url.encode(b"text") + ".AA",
        base64url.encode(b'{"alg":"ES256"}') + "." + base64url.encode(b'{"a":NaN}') + ".AA",
        base64url.encode(b'\xef\xbb\xbf{"alg":"ES256"}') + ".e30.AA",
        base64url.encode(b'{"alg":"ES256"}')
        + "."
        + base64url.encode(b'{"a":' * 99 + b"1" + b"}" * 99)
        + ".",
        "a" * 1_500_001,
    ],
)
def test_what_is_no_token_is_malformed(token):
    with pytest.raises(Malformed):
        jws.read(token)


@pytest.mark.parametrize("signature", [b"", bytes(64), bytes(63), bytes(65), b"\1" * 64, bytes(96)])
def test_a_signature_of_nothing_never_holds(signature):
    # r = s = 0 was once accepted by a widely used library (CVE-2022-21449).
    token = TOKEN.rpartition(".")[0] + "." + base64url.encode(signature)
    with pytest.raises(Malformed) as refused:
        jws.read(token).check(SIGNER.public_jwk)
    assert refused.value.fault is Fault.SIGNATURE


def test_a_signature_in_der_is_not_that_of_a_token():
    r, s = jws.read(TOKEN).signature[:32], jws.read(TOKEN).signature[32:]
    der = b"\x30\x44\x02\x20" + r + b"\x02\x20" + s
    token = TOKEN.rpartition(".")[0] + "." + base64url.encode(der)
    with pytest.raises(Malformed, match="does not fit"):
        jws.read(token).check(SIGNER.public_jwk)


@given(st.integers(0, len(TOKEN) - 1), st.characters(codec="ascii"))
def test_no_changed_character_leaves_it_valid(position, character):
    changed = TOKEN[:position] + character + TOKEN[position + 1 :]
    if changed == TOKEN:
        return
    with pytest.raises(Malformed):
        jws.read(changed).check(SIGNER.public_jwk)


@given(st.text())
def test_no_text_makes_reading_raise_anything_else(text):
    with pytest.raises(Malformed):
        jws.read(text)


def test_the_jwk_is_checked_before_it_is_used():
    with pytest.raises(Malformed):
        jws.read(TOKEN).check(SIGNER.public_jwk | {"use": "enc"})
    assert jwk.defining(SIGNER.public_jwk | {"kid": "1"}) == SIGNER.public_jwk


def _token(header, payload):
    parts = [base64url.encode(json.dumps(each).encode()) for each in (header, payload)]
    signed = ".".join(parts)
    return f"{signed}.{base64url.encode(SIGNER.sign(signed.encode()))}"
