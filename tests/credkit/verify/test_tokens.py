"""Credentials in envelopes: what the issuer signed is valid, and everything else is not."""

import json
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from credkit import did
from credkit.errors import Fault
from credkit.keys import P256Signer, RsaSigner
from credkit.proofs import data_integrity, jws, vc_jose, vc_jwt
from credkit.verify import (
    CheckCode,
    Finding,
    Materials,
    Outcome,
    Status,
    missing_for_token,
    verify_token,
)
from oracles import specimen
from oracles.specimen import DID, LIST_URL, NOW, SIGNER

P256 = P256Signer(bytes(31) + b"\7")
MALLORY = P256Signer(bytes(31) + b"\6")
KEY_ID = did.key_id(DID, P256.public_multikey)
RSA_ID = f"{DID}#rsa"
FORMS = pytest.mark.parametrize("form", [vc_jwt, vc_jose])


@cache
def _rsa():
    key = rsa.generate_private_key(65537, 2048)
    return RsaSigner(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def _did_document(**rsa_members):
    document = did.document(
        DID,
        [
            did.VerificationKey(SIGNER.public_multikey),
            did.VerificationKey(P256.public_multikey),
            did.TokenKey("rsa", _rsa().public_jwk),
        ],
    )
    document["verificationMethod"][-1] |= rsa_members
    return document


def _materials(*revoked):
    documents = {DID: _did_document(), LIST_URL: specimen.published_list(*revoked)}
    return Materials(documents, trusted_issuers=frozenset([DID]))


def _verdict(token, now=NOW, materials=None):
    return verify_token(token, materials or _materials(), now)


def _status(token, now=NOW, materials=None):
    return _verdict(token, now, materials).status


def _fault(verdict):
    return next(check.fault for check in verdict.checks if check.outcome is Outcome.FAILED)


def _signed(header, payload, signer=P256):
    return jws.sign(header, payload, signer)


def _payload():
    return jws.read(vc_jwt.issue(specimen.unsecured(), P256)).payload


@FORMS
@pytest.mark.parametrize("signer", [P256, "rsa"])
@pytest.mark.parametrize("named", [True, False])
def test_what_the_issuer_signed_is_valid(form, signer, named):
    key, key_id = (_rsa(), RSA_ID) if signer == "rsa" else (P256, KEY_ID)
    token = form.issue(specimen.secured(), key, key_id=key_id if named else "")
    verdict = _verdict(token)
    assert verdict.status is Status.VALID
    assert [report.finding for report in verdict.proofs] == [Finding.HOLDS]


def test_an_open_badge_token_claims_what_1edtech_asks_for():
    token = jws.read(vc_jwt.issue(specimen.secured(), P256))
    assert token.header == {"alg": "ES256", "typ": "JWT", "jwk": P256.public_jwk}
    assert {name: token.payload[name] for name in ("iss", "jti", "sub", "nbf", "exp")} == {
        "iss": DID,
        "jti": specimen.HOLDER["id"],
        "sub": specimen.HOLDER["holder_id"],
        "nbf": 1795165200,
        "exp": 1889859600,
    }
    assert vc_jwt.credential_of(token) == specimen.unsecured()


def test_a_vc_jwt_of_the_w3c_is_the_credential_and_nothing_else():
    token = jws.read(vc_jose.issue(specimen.secured(), P256, key_id=KEY_ID))
    assert token.header == {"alg": "ES256", "typ": "vc+jwt", "cty": "vc", "kid": KEY_ID}
    assert token.payload == specimen.unsecured()


def test_what_must_be_fetched_for_a_token_is_named():
    token = vc_jwt.issue(specimen.unsecured(), P256)
    assert missing_for_token(token, Materials()) == {DID, LIST_URL}
    assert missing_for_token("no.to.ken", Materials()) == set()


@FORMS
def test_revoked_expired_unknown_and_unlogged_are_told_apart(form):
    token = form.issue(specimen.unsecured(), P256)
    assert _status(token, materials=_materials(77123)) is Status.REVOKED
    assert _status(token, NOW + timedelta(days=1200)) is Status.EXPIRED
    assert _status(token, NOW - timedelta(days=2)) is Status.NOT_YET_VALID
    stranger = replace(_materials(), trusted_issuers=frozenset())
    assert _status(token, materials=stranger) is Status.UNKNOWN_ISSUER
    assert _status(token, materials=Materials()) is Status.UNKNOWN_ISSUER
    logged = replace(_materials(), log_key="log+1+x")
    assert _status(token, materials=logged) is Status.NOT_LOGGED


@FORMS
def test_a_key_in_the_token_is_only_a_name_for_one_of_the_issuers(form):
    verdict = _verdict(form.issue(specimen.unsecured(), MALLORY))
    assert verdict.status is Status.ALTERED
    assert _fault(verdict) is Fault.KEY


@FORMS
@pytest.mark.parametrize(
    "key_id",
    [
        did.key_id(DID, MALLORY.public_multikey),
        did.key_id("did:web:mallory.example", MALLORY.public_multikey),
        did.key_id("did:key:" + MALLORY.public_multikey, MALLORY.public_multikey),
        KEY_ID,
        "../keys/1",
        "file:///dev/null",
        P256.public_multikey,
        specimen.METHOD,  # A key of the issuer, but of another kind.
    ],
)
def test_a_kid_leads_to_the_issuers_own_keys_and_nowhere_else(form, key_id):
    assert _status(form.issue(specimen.unsecured(), MALLORY, key_id=key_id)) is Status.ALTERED


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "JWT"},
        {"typ": "JWT", "kid": KEY_ID, "jwk": P256.public_jwk},
        {"typ": "JWT", "kid": ""},
        {"typ": "JWT", "jwk": {}},
        {"typ": "JWT", "jwk": P256.public_jwk | {"d": "AA"}},
        {"typ": "JWT", "jwk": {"kty": "oct", "k": "AA"}},
    ],
)
def test_a_token_names_one_key_in_one_way(header):
    verdict = _verdict(_signed(header, _payload()))
    assert verdict.status is Status.ALTERED
    assert _fault(verdict) is Fault.KEY


def test_a_relative_kid_is_one_of_the_issuers_document():
    token = vc_jwt.issue(specimen.unsecured(), P256, key_id=f"#{P256.public_multikey}")
    assert _status(token) is Status.VALID


@pytest.mark.parametrize(
    "members",
    [
        {"type": "Multikey"},
        {"controller": "did:web:mallory.example"},
        {"publicKeyJwk": "key"},
        {"publicKeyJwk": {"kty": "RSA", "n": "AQAB", "e": "AQAB"}},
    ],
)
def test_a_key_that_the_issuer_does_not_vouch_for_signs_nothing(members):
    held = replace(_materials(), documents={DID: _did_document(**members)})
    for key_id in (RSA_ID, ""):
        token = vc_jwt.issue(specimen.unsecured(), _rsa(), key_id=key_id)
        verdict = verify_token(token, held, NOW)
        assert verdict.status is Status.ALTERED


def test_a_key_that_was_stolen_signs_nothing():
    # Not even with a cut-off: no log was told of it.
    revoked = _did_document(revoked="2026-01-01T00:00:00Z")
    held = replace(_materials(), documents={DID: revoked}, cutoffs={RSA_ID: 9})
    token = vc_jwt.issue(specimen.unsecured(), _rsa(), key_id=RSA_ID)
    assert verify_token(token, held, NOW).status is Status.KEY_REVOKED


@FORMS
def test_a_stolen_key_signs_no_tokens_however_old_the_copy_of_the_document(form):
    token = form.issue(specimen.unsecured(), P256, key_id=KEY_ID)
    held = replace(_materials(), cutoffs={KEY_ID: 1_000_000})
    verdict = verify_token(token, held, NOW)
    assert verdict.status is Status.KEY_REVOKED
    assert _fault(verdict) is Fault.REVOKED_KEY


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "did:web:mallory.example"),
        ("jti", "urn:uuid:other"),
        ("sub", "urn:uuid:mallory"),
        ("nbf", 0),
        ("exp", 4000000000),
        ("exp", None),
        ("exp", "2029"),
    ],
)
def test_a_claim_that_contradicts_the_credential_is_refused(claim, value):
    verdict = _verdict(_signed({"typ": "JWT", "kid": KEY_ID}, _payload() | {claim: value}))
    assert verdict.status is Status.UNREADABLE
    assert _fault(verdict) is Fault.CLAIMS


@pytest.mark.parametrize("claim", ["iss", "jti", "sub", "nbf"])
def test_an_open_badge_token_has_all_its_claims(claim):
    payload = _payload()
    del payload[claim]
    verdict = _verdict(_signed({"typ": "JWT", "kid": KEY_ID}, payload))
    assert _fault(verdict) is Fault.CLAIMS


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"iss": DID, "iat": 1795165200}, Status.VALID),
        ({"iat": 1795262400 + 30}, Status.VALID),
        ({"iat": 1795262400 + 90}, Status.ALTERED),
        ({"nbf": 1795262400 + 90}, Status.ALTERED),
        ({"exp": 1795262400 - 1}, Status.ALTERED),
        ({"exp": 1795262400 + 1}, Status.VALID),
        ({"exp": True}, Status.ALTERED),
        ({"iat": "now"}, Status.ALTERED),
        ({"iss": "did:web:mallory.example"}, Status.UNREADABLE),
        ({"vc": {}}, Status.UNREADABLE),
        ({"vp": {}}, Status.UNREADABLE),
        ({"scope": "all"}, Status.UNREADABLE),
    ],
)
def test_the_claims_of_a_w3c_token_speak_of_the_token(claims, status):
    assert NOW.timestamp() == 1795262400
    header = {"typ": "vc+jwt", "cty": "vc", "kid": KEY_ID}
    assert _status(_signed(header, specimen.unsecured() | claims)) is status


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "vc+jwt", "cty": "vp", "kid": KEY_ID},
        {"typ": "vp+jwt", "kid": KEY_ID},
        {"typ": "vc+ld+json+jwt", "kid": KEY_ID},
        {"typ": "at+jwt", "kid": KEY_ID},
        {"typ": "jwt", "kid": KEY_ID},
        {"typ": "JWT", "cty": "vc", "kid": KEY_ID},
    ],
)
def test_one_kind_of_token_is_never_taken_for_another(header):
    verdict = _verdict(_signed(header, _payload()))
    assert verdict.status is Status.UNREADABLE
    assert _fault(verdict) is Fault.HEADER


def test_a_token_without_a_type_is_an_open_badge():
    assert _status(_signed({"kid": KEY_ID}, _payload())) is Status.VALID
    assert _status(_signed({"kid": KEY_ID}, specimen.unsecured())) is Status.UNREADABLE


@FORMS
@pytest.mark.parametrize(
    "members",
    [
        {"nickname": "undefined"},
        {"type": ["VerifiableCredential", "OpenBadgeCredential", "Diploma"]},
        {"credentialSubject": {"id": "urn:x", "type": ["AchievementSubject"]}},
        {"@context": "https://example.org/unknown"},
    ],
)
def test_what_a_document_may_not_say_a_token_may_not_either(form, members):
    token = form.issue(specimen.unsecured() | members, P256)
    assert _status(token) is Status.UNREADABLE


def test_a_broken_proof_inside_an_envelope_is_not_excused_by_it():
    inside = specimen.secured()
    header = {"typ": "vc+jwt", "kid": KEY_ID}
    assert _status(_signed(header, inside)) is Status.VALID
    assert len(_verdict(_signed(header, inside)).proofs) == 2
    inside["proof"]["created"] = "2026-11-20T09:00:01Z"
    assert _status(_signed(header, inside)) is Status.ALTERED


@pytest.mark.parametrize("name", ["id", "validFrom", "credentialSubject", "issuer"])
def test_what_the_claims_would_repeat_must_be_there(name):
    document = {key: value for key, value in specimen.unsecured().items() if key != name}
    with pytest.raises(vc_jwt.Malformed):
        vc_jwt.issue(document, P256)


@pytest.mark.parametrize("moment", ["some day", "2026-11-20T09:00:00", "", None])
def test_a_claim_of_time_needs_a_moment(moment):
    with pytest.raises(vc_jwt.Malformed):
        vc_jwt.issue(specimen.unsecured() | {"validFrom": moment}, P256)


def test_where_no_log_is_asked_for_none_is_looked_at():
    verdict = _verdict(vc_jwt.issue(specimen.unsecured(), P256))
    checks = {check.code: check.outcome for check in verdict.checks}
    assert checks == dict.fromkeys(CheckCode, Outcome.PASSED) | {CheckCode.LOG: Outcome.SKIPPED}


TOKENS = [form.issue(specimen.unsecured(), P256, key_id=KEY_ID) for form in (vc_jwt, vc_jose)]
MATERIALS = _materials()


@given(st.sampled_from(TOKENS), st.data())
def test_no_changed_character_leaves_it_valid(token, data):
    position = data.draw(st.integers(0, len(token) - 1))
    character = data.draw(st.characters(codec="latin-1"))
    changed = token[:position] + character + token[position + 1 :]
    if changed != token:
        assert _status(changed, materials=MATERIALS) is not Status.VALID


def test_a_proof_of_a_document_does_not_fit_a_token():
    payload = json.loads(json.dumps(data_integrity.unsecured(specimen.secured())))
    header = {"typ": "vc+jwt", "kid": KEY_ID}
    assert _status(_signed(header, payload, MALLORY)) is Status.ALTERED
