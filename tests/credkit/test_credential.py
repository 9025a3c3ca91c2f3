from datetime import UTC, datetime, timedelta, timezone

import pytest

from credkit import canonical, schemas
from credkit.achievement import Achievement, Profile
from credkit.credential import Credential, timestamp
from credkit.endorsement import Endorsement
from credkit.proofs import data_integrity
from oracles import specimen


def test_a_full_credential_is_valid_by_the_schema_of_1edtech():
    assert schemas.validate(specimen.unsecured()) == []
    assert schemas.validate(specimen.secured()) == []


def test_a_plain_credential_is_valid_too_and_says_nothing_empty():
    document = _plain().to_json()
    assert schemas.validate(document) == []
    assert set(document) == {
        "@context",
        "id",
        "type",
        "name",
        "issuer",
        "validFrom",
        "credentialSubject",
        "credentialStatus",
    }


@pytest.mark.parametrize("make", [specimen.unsecured, lambda: _plain().to_json()])
def test_no_node_is_blank_and_no_term_undefined(make):
    assert "_:" not in canonical.rdfc(make())


def test_the_holders_name_stands_where_wallets_look_for_it():
    subject = specimen.unsecured()["credentialSubject"]
    assert subject["name"] == "Zoë van der Merwe"
    assert "identifier" not in subject


def test_what_the_schema_forbids_is_named():
    document = specimen.unsecured()
    del document["credentialSubject"]["achievement"]["criteria"]
    (problem,) = schemas.validate(document)
    assert problem.startswith("$.credentialSubject.achievement")
    assert "'criteria' is a required property" in problem


def test_zero_credits_are_said():
    achievement = Achievement("urn:a", "A", "d", "c", credits_available=0)
    assert achievement.to_json()["creditsAvailable"] == 0


def test_a_moment_is_written_in_utc_to_the_second():
    moment = datetime(2026, 11, 21, 1, 2, 3, 999, tzinfo=timezone(timedelta(hours=2)))
    assert timestamp(moment) == "2026-11-20T23:02:03Z"
    assert timestamp(moment.astimezone(UTC)) == "2026-11-20T23:02:03Z"


def test_a_moment_without_a_zone_is_not_written():
    with pytest.raises(ValueError, match="time zone"):
        timestamp(datetime(2026, 11, 21))  # noqa: DTZ001


def test_an_endorsement_can_be_signed_without_loss():
    document = Endorsement(
        id="urn:uuid:9",
        name="Accreditation of First aid at work",
        issuer=Profile("did:web:accreditor.example", "SAQA"),
        endorsed_id=specimen.COURSE,
        endorsed_type="Achievement",
        comment="Meets the standard until 2029.",
        valid_from="2026-01-01T00:00:00Z",
    ).to_json()
    secured = data_integrity.add(document, specimen.SIGNER, specimen.OPTIONS)
    assert data_integrity.holds(secured, specimen.SIGNER.public_multikey)
    assert "_:" not in canonical.rdfc(document)


def _plain():
    return Credential(
        id="urn:uuid:1",
        issuer=Profile("did:web:example.org", "Example"),
        holder_id="urn:uuid:2",
        holder_name="Ada",
        achievement=Achievement("urn:uuid:3", "Data", "About data.", "Pass."),
        valid_from="2026-01-01T00:00:00Z",
        status={
            "id": "urn:uuid:4",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "message",
            "statusListIndex": "1",
            "statusListCredential": "https://example.org/s",
        },
    )
