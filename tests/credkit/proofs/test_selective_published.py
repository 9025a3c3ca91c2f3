"""ecdsa-sd-2023, from the keys to what is shown: each step gives what W3C publishes, to the byte.

https://github.com/w3c/vc-di-ecdsa/tree/main/TestVectors/ecdsa-sd-2023
"""

from contextlib import suppress

import pytest

from credkit import multibase
from credkit.errors import Malformed
from credkit.keys import P256Signer
from credkit.proofs import selective
from credkit.proofs.data_integrity import Options

KEY = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"
SIGNER = P256Signer(multibase.decode("z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN")[2:])
SECRETS = selective.Secrets(
    hmac_key=bytes.fromhex("00112233445566778899AABBCCDDEEFF" * 2),
    statement_key=multibase.decode("z42tqvNGyzyXRzotAYn43UhcFtzDUVdxJ7461fwrfhBPLmfY")[2:],
)
OPTIONS = Options(f"did:key:{KEY}#{KEY}", "2023-08-15T23:36:38Z")
SAILS = [
    {"size": 5.5, "sailName": "Kihei", "year": 2023},
    {"size": 6.1, "sailName": "Lahaina", "year": 2023},
    {"size": 7, "sailName": "Lahaina", "year": 2020},
    {"size": 7.8, "sailName": "Lahaina", "year": 2023},
]
BOARDS = [
    {"boardName": "CompFoil170", "brand": "Wailea", "year": 2022},
    {"boardName": "Kanaha Custom", "brand": "Wailea", "year": 2019},
]
DOCUMENT = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        {"@vocab": "https://windsurf.grotto-networking.com/selective#"},
    ],
    "type": ["VerifiableCredential"],
    "issuer": "https://vc.example/windsurf/racecommittee",
    "credentialSubject": {"sailNumber": "Earth101", "sails": SAILS, "boards": BOARDS},
}
MANDATORY = [
    "/issuer",
    "/credentialSubject/sailNumber",
    "/credentialSubject/sails/1",
    "/credentialSubject/boards/0/year",
    "/credentialSubject/sails/2",
]
SELECTED = ["/credentialSubject/boards/0", "/credentialSubject/boards/1"]
BASE_VALUE = (
    "u2V0AhVhAkWKMO8zpRmfcUMksHUMtZM7cJt8PmNLsljKTYhSi8gZ7wAWnK4BrOZkrH3dZvxKWlnxGG_0xlFXmU5sa5-j"
    "71VgjgCQCKnLOGbY_FuM-ASpSkkOxsIR2E8n7Ml2q1UQ6tEwzi5NYIAARIjNEVWZ3iJmqu8zd7v8AESIzRFVmd4iZqrv"
    "M3e7_jlhAKVYKM250DDcNWOYQpUmYC1Z5NZhJRwie8vVUev94QGst83WhoW7_UM6JULsKjNVHjxZlZQyovN4xw1M_mhn"
    "6TFhAsqMSgz0EeaPe0Hmo5SN1JNZmCjiZ-CNJB4ScmyK46s7hDotNZuGHxKGaAFC43O0FxcKeUC96q_z9PGeF5C3VpVh"
    "AmeoEU8I1ZzxFyR-QMxwoSkqRG9E8_CaSrhH8TD2t-tV32HKAC4hJkKl6xHuz6XL2G-V0cm6d_rWozjhmmVaMjVhAbQM"
    "MckpcMAEo15WC6C8Mo3bCEWFGtOTkMxND-LJMdfkCSovB7RnCR7SXzk5-0YVigtJ5Fzg71AAob5yg1WNNk1hApQHlYRG"
    "lUVkv-WX1OjJYJ19Ow7ipvVwUvm90Sn3IjNRLuy9pr5DHm3wVlVMPVpLqjS-E8_jJDeJV5pY0bfK_A1hAas2wx9bcEj0"
    "Sh7t8w9Cj-2FpceGpdRhaLZxYs1ZEG8-obUjb0CHOyH8S7uwDtn7oSW2oCW2SpZvlX-2jW17rmlhAe34eQ8-gJHyQahY"
    "0EmZh8mZoy0svnpTjkdcLnroLIBsiVkfCzMKLOWeEtWZUVnIBeugT8I2C7mnmpHNjdo2d4lhAM8okCUX8F4GYx9rlnSD"
    "vr5pTHPOjOOJ47JzFdDtX_Q4bZxWwLGwqltYojDecyt4oxQHYz55ZRnhTXLHqa74B7VhAO_Hj0vxsuJZzpVGtgoMKK2Z"
    "lGKvhLX3_vUCvdL-MTlszVr2iC3XJpCbOc8B_W_On-csaLPzUSvlSDtNec1ZVk1hAdm2Ht4sv_ec3s1HRqeul--yEGx4"
    "SrpwyNQRdLa5ZKyJDgqr4h-EtVNzc-J-VllvKrHN8wBKtUqarqI4Npnrx7VhAORMLXYz3l59Ozc7SDk2ej7clrer9Bn6"
    "eaBUQG773AqQ56bc-oGXeemekwZCNHjFLOESNoNq7qetO8FRbiFHb4FhAW-otSFVlUPFmg119n3TeSE7up5hBS34AqP2"
    "TGUQA5pDGyOTetrf8qq3bWj1lpCu1Z6yEZJlQ6nrLiCoaNVhpL1hA1wW_HhsTPUfUlqMX6ZMsLem8hbWaFe_rZDpPp5N"
    "N02vMHInDjO1Gn0BrXUyVAMnTY3fGrDjsuy2sGgMzR-bo11hAvOGSXH51eRoCWtV9LlpZD10ix0IuuVCnat5fRxU7hqG"
    "s0AzM09kGsmuDMRjowp51xhiFJ3iMajIOOhWUhPxHCoVnL2lzc3VlcngdL2NyZWRlbnRpYWxTdWJqZWN0L3NhaWxOdW1"
    "iZXJ4Gi9jcmVkZW50aWFsU3ViamVjdC9zYWlscy8xeCAvY3JlZGVudGlhbFN1YmplY3QvYm9hcmRzLzAveWVhcngaL2N"
    "yZWRlbnRpYWxTdWJqZWN0L3NhaWxzLzI"
)
DERIVED_VALUE = (
    "u2V0BhVhAkWKMO8zpRmfcUMksHUMtZM7cJt8PmNLsljKTYhSi8gZ7wAWnK4BrOZkrH3dZvxKWlnxGG_0xlFXmU5sa5-j"
    "71VgjgCQCKnLOGbY_FuM-ASpSkkOxsIR2E8n7Ml2q1UQ6tEwzi5OGWEBtAwxySlwwASjXlYLoLwyjdsIRYUa05OQzE0P"
    "4skx1-QJKi8HtGcJHtJfOTn7RhWKC0nkXODvUAChvnKDVY02TWEClAeVhEaVRWS_5ZfU6MlgnX07DuKm9XBS-b3RKfci"
    "M1Eu7L2mvkMebfBWVUw9WkuqNL4Tz-MkN4lXmljRt8r8DWEBqzbDH1twSPRKHu3zD0KP7YWlx4al1GFotnFizVkQbz6h"
    "tSNvQIc7IfxLu7AO2fuhJbagJbZKlm-Vf7aNbXuuaWEA78ePS_Gy4lnOlUa2CgworZmUYq-Etff-9QK90v4xOWzNWvaI"
    "LdcmkJs5zwH9b86f5yxos_NRK-VIO015zVlWTWEB2bYe3iy_95zezUdGp66X77IQbHhKunDI1BF0trlkrIkOCqviH4S1"
    "U3Nz4n5WWW8qsc3zAEq1Spquojg2mevHtWEA5EwtdjPeXn07NztIOTZ6PtyWt6v0Gfp5oFRAbvvcCpDnptz6gZd56Z6T"
    "BkI0eMUs4RI2g2rup607wVFuIUdvgpgBYIOGCDmZ9TBxEtWeCI9oVmRt0eHRGAaoOXx08gxL2IQt_AVggVkUuBrlOaEL"
    "GVQWJD4M_qW5bcKEHWGNbOrPA_qAOKKwCWCBD6o5lQOWjNGwaTjq7H2Cn1-NPbwXLeDedy2YyiqL9TQNYIJEdvfdRibs"
    "v05I3pv8e6S1aUuAuBpGQHLhrYj4QX0knBFggk0AeXgJ4e6m1XsV5-xFud0L_1mUjZ9Mffhg5aZGTyDkFWCDYgT4e07o"
    "_IdCwae6qE7WZfpXtGRFESEXR3SxZmXE05o4AAQIFBggJCg4PEBESEw"
)


def test_the_published_base_proof_is_ours():
    secured = selective.add(DOCUMENT, MANDATORY, SIGNER, OPTIONS, SECRETS)
    assert secured["proof"]["proofValue"] == BASE_VALUE


def test_what_is_derived_from_it_is_what_was_published():
    derived = _derived()
    subject = DOCUMENT["credentialSubject"] | {"sails": SAILS[1:3]}
    shown = {name: value for name, value in derived.items() if name != "proof"}
    assert shown == DOCUMENT | {"credentialSubject": subject}
    assert derived["proof"]["proofValue"] == DERIVED_VALUE


def test_the_published_derived_proof_holds():
    derived = _derived()
    assert selective.proof_holds(derived, derived["proof"], KEY)


@pytest.mark.parametrize("change", [{"sailNumber": "Earth102"}, {"boards": BOARDS[::-1] * 2}])
def test_one_change_and_it_no_longer_holds(change):
    derived = _derived()
    changed = derived | {"credentialSubject": derived["credentialSubject"] | change}
    with suppress(Malformed):  # Then it has other blank nodes, too.
        assert not selective.proof_holds(changed, derived["proof"], KEY)


def _derived():
    proof = selective.add(DOCUMENT, MANDATORY, SIGNER, OPTIONS, SECRETS)["proof"]
    return selective.derive(DOCUMENT | {"proof": proof | {"proofValue": BASE_VALUE}}, SELECTED)
