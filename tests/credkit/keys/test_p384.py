import json
from pathlib import Path

import pytest

from credkit import multibase
from credkit.errors import Fault, Malformed
from credkit.keys import Algorithm, algorithm_of, is_signed_by, jwk
from credkit.keys.curves import P256, P384

VECTORS = Path(__file__).parents[2] / "vectors" / "wycheproof"
GROUPS = json.loads((VECTORS / "ecdsa_secp384r1_sha384_p1363_test.json").read_text())["testGroups"]
CASES = [
    pytest.param(group["publicKey"], case, id=f"{case['tcId']}-{case['comment']}")
    for group in GROUPS
    for case in group["tests"]
]

# RFC 6979, A.2.6: the key of its P-384 examples, and the signature with SHA-384 of "sample".
X = (
    "EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64"
    "DEF8F0EA9055866064A254515480BC13"
)
Y = (
    "8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1"
    "288B231C3AE0D4FE7344FD2533264720"
)
R = (
    "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C"
    "81A648152E44ACF96E36DD1E80FABE46"
)
S = (
    "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94F"
    "A329C145786E679E7B82C71A38628AC8"
)
PUBLIC = P384.multikey(P384.from_coordinates(bytes.fromhex(X), bytes.fromhex(Y)))
SIGNATURE = bytes.fromhex(R + S)


@pytest.mark.parametrize(("public", "case"), CASES)
def test_the_wycheproof_signatures_are_judged_as_published(public, case):
    x, y = (int(public[name], 16).to_bytes(48) for name in ("wx", "wy"))
    key = P384.multikey(P384.from_coordinates(x, y))
    signature, message = bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"])
    assert is_signed_by(key, signature, message) is (case["result"] == "valid")


def test_a_signature_is_that_of_rfc_6979():
    assert algorithm_of(PUBLIC) is Algorithm.P384
    assert is_signed_by(PUBLIC, SIGNATURE, b"sample")
    assert not is_signed_by(PUBLIC, SIGNATURE, b"Sample")


def test_a_key_is_the_same_as_text_and_as_json():
    as_json = jwk.of_multikey(PUBLIC)
    assert as_json == {
        "kty": "EC",
        "crv": "P-384",
        "x": multibase.to_base64url(bytes.fromhex(X))[1:],
        "y": multibase.to_base64url(bytes.fromhex(Y))[1:],
    }
    assert jwk.is_signed_by(as_json, SIGNATURE, b"sample")


@pytest.mark.parametrize(
    "published",
    [
        # W3C vc-di-ecdsa: the key of its examples, and TestVectors/p384KeyPair.json.
        "z82LkvCwHNreneWpsgPEbV3gu1C6NFJEBg4srfJ5gdxEsMGRJUz2sG9FE42shbn2xkZJh54",
        "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ",
    ],
)
def test_the_published_multikeys_are_read(published):
    assert P384.multikey(P384.public_bytes(published)) == published


@pytest.mark.parametrize(
    "point", [b"\2" + b"\xff" * 48, b"\2" + bytes(47) + b"\1", bytes(49), b"\2" + bytes(32), b""]
)
def test_what_is_no_point_of_the_curve_is_no_key(point):
    with pytest.raises(Malformed):
        is_signed_by(P384.multikey(point), bytes(96), b"")


def test_a_key_of_one_curve_is_none_of_the_other():
    with pytest.raises(Malformed, match="not a P-256 Multikey") as refused:
        P256.public_bytes(PUBLIC)
    assert refused.value.fault is Fault.KEY
