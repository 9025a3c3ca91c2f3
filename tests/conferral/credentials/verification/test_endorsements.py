"""What a body has signed is judged before it is shown."""

import json

import pytest

from cast import a_body, a_course, an_issued_credential, hana
from conferral.credentials.issuing.documents import achievement_document, secured_document
from conferral.credentials.verification import endorsements
from conferral.credentials.verification.endorsements import NotEndorsed
from conferral.foundation.refusal import Refused
from credkit import schemas
from credkit.keys import LocalSigner
from vouching import (
    DID_OF_TOKENS,
    Profile,
    a_signing_body,
    an_unsigned_endorsement,
    as_token,
    endorsed,
    signed,
)

pytestmark = pytest.mark.django_db


def endorse(version, content):
    return endorsements.endorse(version.course.organization, content, hana())


def code(version, content):
    with pytest.raises(NotEndorsed) as refused:
        endorse(version, content)
    return refused.value.code


def test_a_signed_endorsement_stands_beside_the_achievement():
    version = a_course()
    endorsement = endorsed(version)
    shown = achievement_document(version)["endorsement"]
    assert [each["credentialSubject"]["endorsementComment"] for each in shown] == [
        "This course meets the Board’s published standard."
    ]
    assert schemas.validate(endorsement.document, schemas.ENDORSEMENT_CREDENTIAL) == []
    endorsements.withdraw(endorsement, hana())
    assert "endorsement" not in achievement_document(version)


def test_a_token_is_named_in_the_credentials_that_are_issued_from_then_on():
    version = a_course()
    before = an_issued_credential("Ben Dube", version)
    a_signing_body(DID_OF_TOKENS)
    unsigned = an_unsigned_endorsement(version, issuer=Profile(DID_OF_TOKENS, "National Board"))
    endorsement = endorse(version, as_token(unsigned))
    document = secured_document(an_issued_credential(version=version))
    achievement = document["credentialSubject"]["achievement"]
    assert achievement["endorsementJwt"] == [endorsement.token]
    assert schemas.validate(document) == []
    assert "endorsementJwt" not in str(secured_document(before))


def test_each_refusal_has_its_code():
    version = a_course()
    good = an_unsigned_endorsement(version)
    assert code(version, b"not json") == "form"
    assert code(version, signed(good)) == "issuer"  # No body on record has the DID.
    a_signing_body()
    stranger = LocalSigner(b"stranger" + bytes(24))
    assert code(version, signed(good, stranger)) == "signature"
    changed = json.loads(signed(good))
    changed["credentialSubject"]["endorsementComment"] = "Better."
    assert code(version, json.dumps(changed).encode()) == "signature"
    elsewhere = an_unsigned_endorsement(version, endorsed_id="https://other.example/a/1")
    assert code(version, signed(elsewhere)) == "subject"
    over = an_unsigned_endorsement(version, valid_until="2026-01-03T00:00:00Z")
    assert code(version, signed(over)) == "period"
    credential = json.dumps(secured_document(an_issued_credential(version=version))).encode()
    assert code(version, credential) == "type"
    assert code(version, b" " * (endorsements.MAX_BYTES + 1)) == "size"


def test_the_same_file_is_published_once():
    version = a_course()
    endorsed(version)
    assert code(version, signed(an_unsigned_endorsement(version))) == "known"


def test_without_the_bodys_did_document_nothing_is_believed():
    version = a_course()
    body = a_body()
    body.did = "did:web:accreditor.example"
    body.save()
    unsigned = an_unsigned_endorsement(version, issuer=Profile(body.did, "National Board"))
    assert code(version, signed(unsigned)) == "signature"


def test_one_that_is_shown_no_more_cannot_be_taken_back_twice():
    endorsement = endorsed(a_course())
    endorsements.withdraw(endorsement, hana())
    with pytest.raises(Refused, match="not published"):
        endorsements.withdraw(endorsement, hana())
