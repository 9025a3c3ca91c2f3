import copy

import pytest

from credkit import canonical, schemas
from credkit.achievement import Profile
from credkit.clr import Association, Record, Relation, credentials_in
from credkit.errors import Fault, Malformed
from credkit.proofs import data_integrity
from credkit.verify import (
    CheckCode,
    Materials,
    Status,
    missing_for_record,
    verify,
    verify_record,
)
from oracles import specimen
from oracles.specimen import DID, NOW, SIGNER, SITE

HOLDER = specimen.HOLDER["holder_id"]
FIRST = specimen.secured()
SECOND = specimen.secured(id=f"{SITE}/c/SP-9", status_index="5", mark="61", number="SP-9")


def _record(**members):
    usual = {
        "id": f"{SITE}/records/1",
        "name": "All that Zoë has learned",
        "issuer": Profile(DID, "SayPro", SITE),
        "holder_id": HOLDER,
        "holder_name": "Zoë van der Merwe",
        "valid_from": "2026-11-21T09:00:00Z",
        "credentials": [FIRST, SECOND],
        "associations": [Association(Relation.PRECEDES, f"{specimen.COURSE}", f"{SITE}/other")],
        "description": "Two certificates.",
        "is_partial": False,
    }
    return Record(**(usual | members)).to_json()


def _secured(**members):
    return data_integrity.add(_record(**members), SIGNER, specimen.OPTIONS)


def test_a_record_fits_the_schema_of_1edtech():
    assert schemas.validate(_secured(), schemas.CLR_CREDENTIAL) == []
    assert _record()["partial"] is False


def test_every_word_of_a_record_is_signed():
    canonical.check_terms(_record())
    with pytest.raises(Malformed, match="undefined term"):
        canonical.check_terms(_record() | {"nickname": "x"})


def test_the_record_and_all_in_it_are_judged():
    verdict = verify_record(_secured(), specimen.materials(), NOW)
    assert [each.status for each in verdict.credentials] == [Status.VALID, Status.VALID]
    # The record itself names no list on which it could be revoked.
    assert verdict.record.status is Status.STATUS_UNKNOWN
    codes = {check.code: check.outcome.value for check in verdict.record.checks}
    assert codes[CheckCode.FORM] == codes[CheckCode.SIGNATURE] == "passed"


def test_one_revoked_credential_does_not_spoil_the_others():
    verdict = verify_record(_secured(), specimen.materials(5), NOW)
    assert [each.status for each in verdict.credentials] == [Status.VALID, Status.REVOKED]


def test_a_credential_that_was_changed_in_it_breaks_both():
    changed = copy.deepcopy(_secured())
    changed["credentialSubject"]["verifiableCredential"][0]["validUntil"] = "2099-01-01T00:00:00Z"
    verdict = verify_record(changed, specimen.materials(), NOW)
    assert verdict.record.status is Status.ALTERED
    assert [each.status for each in verdict.credentials] == [Status.ALTERED, Status.VALID]


def test_a_credential_that_was_taken_out_breaks_the_record_only():
    changed = copy.deepcopy(_secured())
    del changed["credentialSubject"]["verifiableCredential"][0]
    verdict = verify_record(changed, specimen.materials(), NOW)
    assert verdict.record.status is Status.ALTERED
    assert [each.status for each in verdict.credentials] == [Status.VALID]


def test_what_must_be_fetched_is_that_of_all():
    assert missing_for_record(_secured(), Materials()) == {DID, specimen.LIST_URL}
    assert missing_for_record({"no": "record"}, Materials()) == set()


@pytest.mark.parametrize(
    "credentials",
    [
        [],
        [specimen.unsecured()],
        [FIRST | {"credentialSubject": {"id": "urn:uuid:someone-else"}}],
        [FIRST | {"credentialSubject": [FIRST["credentialSubject"]]}],
    ],
)
def test_a_record_is_of_signed_credentials_of_one_holder(credentials):
    with pytest.raises(Malformed):
        _record(credentials=credentials)


def test_a_record_has_an_end():
    with pytest.raises(Malformed) as refused:
        _record(credentials=[FIRST] * 201)
    assert refused.value.fault is Fault.TOO_MUCH


@pytest.mark.parametrize(
    "subject",
    [
        None,
        "text",
        {},
        {"verifiableCredential": []},
        {"verifiableCredential": "text"},
        {"verifiableCredential": [FIRST, "token"]},
        {"verifiableCredential": [FIRST] * 201},
    ],
)
def test_what_is_no_record_is_unreadable(subject):
    with pytest.raises(Malformed):
        credentials_in({"credentialSubject": subject})
    verdict = verify_record({"credentialSubject": subject}, specimen.materials(), NOW)
    assert (verdict.record.status, verdict.credentials) == (Status.UNREADABLE, ())


def test_a_record_of_one_may_be_written_as_the_one():
    record = _record(credentials=[FIRST])
    record["credentialSubject"]["verifiableCredential"] = FIRST
    assert credentials_in(record) == [FIRST]


@pytest.mark.parametrize("name", ["name", "issuer", "validFrom"])
def test_a_record_that_does_not_fit_the_schema_is_unreadable(name):
    broken = {key: value for key, value in _record().items() if key != name}
    document = data_integrity.add(broken, SIGNER, specimen.OPTIONS)
    assert verify(document, specimen.materials(), NOW).status is Status.UNREADABLE
