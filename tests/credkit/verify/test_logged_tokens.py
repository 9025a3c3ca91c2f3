"""A token whose key was stolen: it counts if the log was told of it before, by its digest."""

from dataclasses import replace

import pytest

from credkit import did
from credkit.keys import P256Signer
from credkit.proofs import sd_jwt, vc_jose, vc_jwt
from credkit.tlog import note
from credkit.verify import CheckCode, Outcome, Status, verify_token
from credkit.verify.tokens import token_digest
from oracles import specimen
from oracles.specimen import DID, LIST_URL, NOW

P256 = P256Signer(bytes(31) + b"\7")
KEY_ID = did.key_id(DID, P256.public_multikey)
OTHER_ID = did.key_id(DID, P256Signer(bytes(31) + b"\6").public_multikey)
LOG_KEY = note.vkey("certificates.example.org/log", specimen.LOG_SIGNER.public_multikey)
SALTS = {"/credentialSubject/name": b"n" * 16, "/awardedDate": b"d" * 16}


def _sd_jwt():
    claims = sd_jwt.claims_of(specimen.unsecured(), sd_jwt.TYPE_OF_OPEN_BADGES)
    return sd_jwt.issue(claims, P256, key_id=KEY_ID, concealed=SALTS)


TOKENS = {
    "vc-jwt": vc_jwt.issue(specimen.unsecured(), P256, key_id=KEY_ID),
    "vc+jwt": vc_jose.issue(specimen.unsecured(), P256, key_id=KEY_ID),
    "sd-jwt": _sd_jwt(),
}


def _told_of(token, **more):
    return {"event": "enveloped", "issuer": DID, "token": token_digest(token), **more}


def _judged(token, *, index=3, size=4, method=KEY_ID, **changed):
    """The log was told of it in its entry `index`; the key was stolen when it had `size`."""
    told = _told_of(token)
    stolen = did.VerificationKey(P256.public_multikey, "2026-01-01T00:00:00Z")
    held = {
        "documents": {DID: did.document(DID, [stolen]), LIST_URL: specimen.published_list()},
        "cutoffs": {method: size},
        "log_key": LOG_KEY,
        "log_proof": specimen.logged(told, index=index),
        "told_of_token": told,
    }
    verdict = verify_token(token, replace(specimen.materials(), **(held | changed)), NOW)
    checks = {check.code: check for check in verdict.checks}
    return checks[CheckCode.SIGNATURE].means, checks[CheckCode.LOG].outcome


GOOD = (Status.VALID, Outcome.PASSED)


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
def test_what_the_log_was_told_of_before_the_theft_counts(token):
    assert _judged(token) == GOOD
    assert _judged(token, size=3) == (Status.KEY_REVOKED, Outcome.PASSED)


def test_a_token_that_is_shown_in_part_is_the_same_token():
    whole = TOKENS["sd-jwt"]
    part = sd_jwt.present(whole, ["/awardedDate"])
    assert part != whole
    assert token_digest(part) == token_digest(whole)
    assert _judged(part) == GOOD


def test_what_was_said_of_another_token_excuses_nothing():
    other = _told_of(TOKENS["vc-jwt"])
    told = {"told_of_token": other, "log_proof": specimen.logged(other, index=3)}
    assert _judged(TOKENS["vc+jwt"], **told) == (Status.KEY_REVOKED, Outcome.FAILED)


def test_what_the_log_does_not_hold_excuses_nothing():
    token = TOKENS["vc+jwt"]
    for changed in (
        {"told_of_token": _told_of(token, at="2020-01-01T00:00:00Z")},
        {"told_of_token": None},
        {"log_proof": None},
        {"log_proof": replace(specimen.logged(_told_of(token), index=2), index=3)},
    ):
        assert _judged(token, **changed) == (Status.KEY_REVOKED, Outcome.FAILED)
    assert _judged(token, log_key="") == (Status.KEY_REVOKED, Outcome.SKIPPED)


def test_the_cut_off_of_another_key_excuses_nothing():
    assert _judged(TOKENS["vc+jwt"], method=OTHER_ID, size=9)[0] is Status.KEY_REVOKED


def test_a_cut_off_counts_even_where_the_issuers_document_is_an_old_one():
    fresh = did.document(DID, [did.VerificationKey(P256.public_multikey)])
    held = {"documents": {DID: fresh, LIST_URL: specimen.published_list()}}
    assert _judged(TOKENS["vc+jwt"], size=3, **held)[0] is Status.KEY_REVOKED
    assert _judged(TOKENS["vc+jwt"], **held) == GOOD


def test_a_changed_token_is_no_longer_the_one_that_was_logged():
    token = TOKENS["vc+jwt"]
    header, payload, signature = token.split(".")
    told = _told_of(token)
    forged = f"{header}.{payload}.{signature[:-2]}{'AA' if signature[-2:] != 'AA' else 'BA'}"
    seen = _judged(forged, told_of_token=told, log_proof=specimen.logged(told, index=3))
    assert seen[1] is Outcome.FAILED
    assert seen[0] is not Status.VALID
