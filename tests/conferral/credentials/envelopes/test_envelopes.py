"""Tokens of credentials, as libraries read them that are not ours: PyJWT, openbadgeslib."""

import base64
import hashlib
import json
from datetime import UTC, datetime

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from cast import an_award, an_issued_credential, an_organization, publish
from conferral.credentials.envelopes import actions
from conferral.credentials.envelopes.jobs import SIGN_ENVELOPES
from conferral.credentials.envelopes.models import Envelope, Kind
from conferral.credentials.envelopes.personal_data import erase, export
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.documents import did_document, status_lists_of
from conferral.credentials.issuing.models import Credential
from conferral.foundation.refusal import Refused
from credkit import keys, multibase
from credkit.verify import Materials, Status
from credkit.verify.tokens import verify_token

pytestmark = pytest.mark.django_db


def the_token(kind: Kind, credential: Credential | None = None) -> str:
    return actions.sign_now(credential or an_issued_credential(), kind)


def key_of(token: str) -> ec.EllipticCurvePublicKey:
    """The key that a token names, found where a stranger finds it."""
    wanted = jwt.get_unverified_header(token.split("~")[0])["kid"]
    listed = did_document(an_organization())
    assert wanted in listed["assertionMethod"]
    (method,) = [each for each in listed["verificationMethod"] if each["id"] == wanted]
    point = multibase.decode(method["publicKeyMultibase"])[2:]
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def claims_of(token: str) -> dict:
    signed = token.split("~")[0]
    return jwt.decode(signed, key_of(token), algorithms=["ES256"])


def test_pyjwt_reads_the_token_of_open_badges():
    credential = an_issued_credential()
    token = the_token(Kind.VC_JWT, credential)
    claims = claims_of(token)
    assert claims["iss"] == "did:web:verify.saypro.example"
    assert claims["jti"] == claims["id"] == credential.url
    assert claims["sub"] == claims["credentialSubject"]["id"]
    assert claims["nbf"] == int(credential.issued_at.timestamp())
    assert jwt.get_unverified_header(token)["typ"] == "JWT"
    assert "proof" not in claims


def test_pyjwt_reads_the_token_of_the_w3c():
    token = the_token(Kind.JWT)
    assert jwt.get_unverified_header(token)["typ"] == "vc+jwt"
    assert jwt.get_unverified_header(token)["cty"] == "vc"
    assert claims_of(token)["credentialSubject"]["name"] == "Ada Nkosi"


def test_pyjwt_reads_the_token_that_can_be_shown_in_part():
    token = the_token(Kind.SD_JWT)
    claims = claims_of(token)
    assert jwt.get_unverified_header(token.split("~")[0])["typ"] == "dc+sd-jwt"
    assert "Ada Nkosi" not in json.dumps(claims)
    assert claims["credentialSubject"]["achievement"]["name"] == "Workplace First Aid"


def test_every_disclosure_is_one_of_the_signed_digests():
    """RFC 9901, section 4.2.4.1, with nothing of ours."""
    token = the_token(Kind.SD_JWT)
    claims, told = claims_of(token), token.split("~")[1:-1]
    digests = {
        base64.urlsafe_b64encode(hashlib.sha256(each.encode()).digest()).rstrip(b"=").decode()
        for each in told
    }
    signed = set(claims["_sd"]) | set(claims["credentialSubject"]["_sd"])
    assert digests == signed
    names = {json.loads(base64.urlsafe_b64decode(each + "==="))[1] for each in told}
    assert names == {"awardedDate", "evidence", "id", "name", "licenseNumber"}


@pytest.mark.parametrize("kind", Kind)
def test_our_own_verifier_agrees(kind: Kind):
    credential = an_issued_credential()
    token = the_token(kind, credential)
    publish()
    issuer = an_organization()
    materials = Materials(
        documents={issuer.did: did_document(issuer)} | status_lists_of(credential),
        trusted_issuers=frozenset({issuer.did}),
    )
    verdict = verify_token(token, materials, datetime.now(UTC))
    assert verdict.status is Status.VALID, verdict


@pytest.mark.parametrize("kind", Kind)
def test_a_changed_token_is_refused_by_pyjwt(kind: Kind):
    token = the_token(kind)
    header, payload, signature = token.split("~")[0].split(".")
    changed = f"{header}.{payload[:-5]}A{payload[-4:]}.{signature}"
    with pytest.raises(jwt.InvalidTokenError):
        jwt.decode(changed, key_of(token), algorithms=["ES256"])


def test_a_token_is_signed_once():
    credential = an_issued_credential()
    assert the_token(Kind.SD_JWT, credential) == the_token(Kind.SD_JWT, credential)


def test_whoever_asks_first_asks_the_belt():
    credential = an_issued_credential()
    with pytest.raises(Refused, match="being prepared"):
        actions.token_of(credential, Kind.JWT)
    assert SIGN_ENVELOPES.waits()
    SIGN_ENVELOPES.run()
    assert actions.token_of(credential, Kind.JWT).count(".") == 2
    assert not SIGN_ENVELOPES.waits()


def test_what_is_not_logged_is_not_signed():
    (credential,) = issuing.issue([an_award()])
    with pytest.raises(Refused, match="not in the public log"):
        actions.sign_now(credential, Kind.JWT)
    with pytest.raises(Refused, match="being prepared"):
        actions.token_of(credential, Kind.JWT)
    assert not SIGN_ENVELOPES.waits()


def test_a_persons_tokens_are_shown_to_them_and_forgotten():
    credential = an_issued_credential()
    token = the_token(Kind.JWT, credential)
    person = credential.award.enrolment.person
    (shown,) = export(person)["envelopes"]
    assert shown["token"] == token
    erase(person, an_organization())
    assert not Envelope.objects.exists()


def test_the_key_of_tokens_is_not_the_key_of_credentials():
    credential = an_issued_credential()
    the_token(Kind.JWT, credential)
    listed = did_document(an_organization())["verificationMethod"]
    kinds = {keys.algorithm_of(each["publicKeyMultibase"]) for each in listed}
    assert kinds == {keys.Algorithm.ED25519, keys.Algorithm.P256}
