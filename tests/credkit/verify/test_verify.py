import copy
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credkit import did
from credkit.canonical import jcs, load_json
from credkit.errors import Fault, Malformed
from credkit.keys import LocalSigner
from credkit.proofs import data_integrity
from credkit.reading import read
from credkit.tlog import note
from credkit.verify import CheckCode, Materials, Outcome, Status, checks, missing, verify
from oracles import specimen
from oracles.specimen import DID, LIST_URL, NOW, SIGNER

MALLORY = LocalSigner(b"mallory" + bytes(25))
LOG_KEY = note.vkey("certificates.example.org/log", specimen.LOG_SIGNER.public_multikey)


def _status(document, materials=None, now=NOW):
    return verify(document, materials or specimen.materials(), now).status


def _with(**documents):
    """The usual materials, but for `did` and `listed`."""
    held = {DID: documents.get("did", specimen.did_document())}
    held[LIST_URL] = documents.get("listed", specimen.published_list())
    return replace(specimen.materials(), documents=held)


def _outcomes(verdict):
    return {check.code: check.outcome for check in verdict.checks}


def test_what_the_issuer_signed_and_has_not_taken_back_is_valid():
    verdict = verify(specimen.secured(), specimen.materials(), NOW)
    assert verdict.status is Status.VALID
    assert _outcomes(verdict) == dict.fromkeys(CheckCode, Outcome.PASSED) | {
        CheckCode.LOG: Outcome.SKIPPED
    }


def test_a_known_digest_gives_the_same_verdict():
    digest = specimen.shape().digest(specimen.HOLDER)
    verdict = verify(specimen.secured(), specimen.materials(), NOW, document_digest=digest)
    assert verdict == verify(specimen.secured(), specimen.materials(), NOW)


def test_what_must_be_fetched_is_named():
    document = specimen.secured()
    assert missing(document, Materials()) == {DID, LIST_URL}
    found = Materials().with_documents({DID: specimen.did_document()})
    assert missing(document, found) == {LIST_URL}
    assert missing(document, found.with_documents({LIST_URL: None})) == set()
    assert missing({"no": "credential"}, Materials()) == set()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["credentialSubject", "name"], "Mallory"),
        (["validUntil"], "2099-01-01T00:00:00Z"),
        (["issuer", "name"], "SayPr0"),
        (["credentialStatus", "statusListIndex"], "1"),
        (["proof", "created"], "2026-11-21T00:00:00Z"),
        (["proof", "proofPurpose"], "authentication"),
        (["proof", "verificationMethod"], f"{DID}#other"),
        (["proof", "expires"], "2099-01-01T00:00:00Z"),
        (["proof", "remark"], "unsigned"),
        (["proof"], []),
    ],
)
def test_one_change_makes_it_altered(path, value):
    document = copy.deepcopy(specimen.secured())
    *way, last = path
    node = document
    for step in way:
        node = node[step]
    node[last] = value
    assert _status(document) is Status.ALTERED


def test_a_removed_member_makes_it_altered():
    document = specimen.secured()
    for name in ("validUntil", "awardedDate", "credentialStatus", "evidence"):
        assert _status({key: document[key] for key in document if key != name}) is Status.ALTERED


@pytest.mark.parametrize(
    "members",
    [
        {"nickname": "undefined"},
        {"type": ["VerifiableCredential", "OpenBadgeCredential", "Diploma"]},
        {"@context": ["https://www.w3.org/ns/credentials/v2", {"name": "urn:other"}]},
        {"@context": "https://example.org/unknown"},
        {"validUntil": "some day"},
        {"credentialSubject": {"id": "urn:x", "type": ["AchievementSubject"]}},
        {"issuer": None},
        {"@included": [{"id": "urn:x"}]},
    ],
)
def test_what_cannot_be_read_for_sure_is_unreadable(members):
    verdict = verify(specimen.secured() | members, specimen.materials(), NOW)
    assert verdict.status is Status.UNREADABLE
    assert verdict.checks[0].detail


def test_an_expiry_that_is_hidden_under_another_name_is_not_overlooked():
    # The same graph, so the signature holds; but no reader would see the date.
    document = specimen.secured()
    moved = document.pop("validUntil")
    full = {"@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@value": moved}
    document["https://www.w3.org/2018/credentials#validUntil"] = full
    assert _status(document, now=NOW + timedelta(days=9999)) is Status.UNREADABLE


def test_a_revoked_one_is_revoked():
    assert _status(specimen.secured(), specimen.materials(5, 77123)) is Status.REVOKED
    assert _status(specimen.secured(), specimen.materials(77122, 77124)) is Status.VALID


def test_a_suspended_one_is_suspended():
    document = specimen.unsecured()
    document["credentialStatus"]["statusPurpose"] = "suspension"
    document = data_integrity.add(document, SIGNER, specimen.OPTIONS)
    listed = specimen.published_list(77123, purpose="suspension")
    assert _status(document, _with(listed=listed)) is Status.SUSPENDED


def test_its_time_can_be_over_or_still_to_come():
    document = specimen.secured()
    assert _status(document, now=NOW + timedelta(days=1200)) is Status.EXPIRED
    assert _status(document, now=NOW - timedelta(hours=30)) is Status.NOT_YET_VALID


def test_revoked_weighs_more_than_expired():
    later = NOW + timedelta(days=1200)
    assert _status(specimen.secured(), specimen.materials(77123), later) is Status.REVOKED


def _broken_list(**members):
    return specimen.published_list() | members


@pytest.mark.parametrize(
    "listed",
    [
        None,
        {},
        _broken_list(validFrom="2026-11-19T00:00:00Z"),
        _broken_list(proof=[]),
        _broken_list(id="https://certificates.example.org/status/4"),
        _broken_list(issuer="did:web:other.example"),
        specimen.published_list(purpose="suspension"),
        data_integrity.add(
            data_integrity.unsecured(specimen.published_list()), MALLORY, specimen.OPTIONS
        ),
        specimen.secured(),
    ],
)
def test_without_a_sound_status_list_nothing_is_valid(listed):
    verdict = verify(specimen.secured(), _with(listed=listed), NOW)
    assert verdict.status is Status.STATUS_UNKNOWN
    assert _outcomes(verdict)[CheckCode.STATUS] is Outcome.SKIPPED


def test_a_list_that_has_run_out_is_not_believed():
    old = data_integrity.unsecured(specimen.published_list()) | {
        "validUntil": "2026-11-20T12:00:00Z"
    }
    listed = data_integrity.add(old, SIGNER, specimen.OPTIONS)
    assert _status(specimen.secured(), _with(listed=listed)) is Status.STATUS_UNKNOWN


def test_a_credential_that_names_no_status_is_not_green():
    document = specimen.unsecured()
    del document["credentialStatus"]
    document = data_integrity.add(document, SIGNER, specimen.OPTIONS)
    assert _status(document) is Status.STATUS_UNKNOWN


def test_a_status_that_we_cannot_look_up_is_not_green():
    document = specimen.unsecured()
    document["credentialStatus"] = {"id": "https://x.example/r", "type": "JsonSchema"}
    document = data_integrity.add(document, SIGNER, specimen.OPTIONS)
    assert _status(document) is Status.STATUS_UNKNOWN


def test_one_good_status_does_not_outweigh_an_unknown_one():
    held = replace(read(specimen.secured()), unknown_statuses=("1EdTechRevocationList",))
    assert checks.status(held, specimen.materials(), NOW).means is Status.STATUS_UNKNOWN


def test_an_issuer_that_nobody_recognises_is_unknown():
    stranger = replace(specimen.materials(), trusted_issuers=frozenset())
    verdict = verify(specimen.secured(), stranger, NOW)
    assert verdict.status is Status.UNKNOWN_ISSUER
    assert _outcomes(verdict)[CheckCode.SIGNATURE] is Outcome.PASSED


def test_without_the_issuers_document_nobody_knows_who_signed():
    assert _status(specimen.secured(), _with(did=None)) is Status.UNKNOWN_ISSUER
    foreign = did.document("did:web:other.example", [])
    assert _status(specimen.secured(), _with(did=foreign)) is Status.UNKNOWN_ISSUER


def _forged_did(**members):
    document = specimen.did_document()
    document["verificationMethod"][0] |= members
    return document


@pytest.mark.parametrize(
    "document",
    [
        did.document(DID, []),
        did.document(DID, [did.VerificationKey(MALLORY.public_multikey)]),
        specimen.did_document() | {"assertionMethod": []},
        specimen.did_document() | {"verificationMethod": []},
        _forged_did(controller="did:web:mallory.example"),
        _forged_did(type="JsonWebKey"),
        _forged_did(publicKeyMultibase=MALLORY.public_multikey),
    ],
)
def test_a_key_that_the_issuer_does_not_vouch_for_signs_nothing(document):
    assert _status(specimen.secured(), _with(did=document)) is Status.ALTERED


@pytest.mark.parametrize(
    "document",
    [
        did.document(DID, [did.VerificationKey(SIGNER.public_multikey, "2026-11-20T10:00:00Z")]),
        _forged_did(revoked="2026-01-01T00:00:00Z"),
    ],
)
def test_a_key_that_was_stolen_signs_nothing(document):
    verdict = verify(specimen.secured(), _with(did=document), NOW)
    assert verdict.status is Status.KEY_REVOKED
    assert verdict.checks[1].fault is Fault.REVOKED_KEY


def test_a_key_may_be_listed_in_full_and_by_a_relative_name():
    document = specimen.did_document()
    (method,) = document.pop("verificationMethod")
    document["assertionMethod"] = [method | {"id": f"#{SIGNER.public_multikey}"}]
    assert _status(specimen.secured(), _with(did=document)) is Status.VALID


def test_a_retired_key_still_counts_for_what_it_signed():
    newer = did.VerificationKey(MALLORY.public_multikey)
    keys = [newer, did.VerificationKey(SIGNER.public_multikey)]
    assert _status(specimen.secured(), _with(did=did.document(DID, keys))) is Status.VALID


def test_mallory_cannot_sign_for_the_issuer():
    forged = data_integrity.add(specimen.unsecured(), MALLORY, specimen.OPTIONS)
    assert _status(forged) is Status.ALTERED


def test_a_broken_proof_beside_a_good_one_is_not_excused():
    document = specimen.secured()
    good = document["proof"]
    broken = good | {"created": "2020-01-01T00:00:00Z"}
    assert _status(document | {"proof": [good, good]}) is Status.VALID
    assert _status(document | {"proof": [good, broken]}) is Status.ALTERED


def test_a_proof_of_an_unknown_kind_beside_a_good_one_is_passed_over():
    document = specimen.secured()
    other = {"type": "DataIntegrityProof", "cryptosuite": "future-2030"}
    assert _status(document | {"proof": [document["proof"], other]}) is Status.VALID


def test_a_proof_can_run_out():
    document = specimen.unsecured()
    options = data_integrity.config(specimen.OPTIONS) | {"expires": "2026-11-21T00:00:00Z"}
    config = data_integrity._digest({"@context": document["@context"]} | options)
    signature = SIGNER.sign(config + data_integrity._digest(document))
    value = {"proofValue": data_integrity.proof_value(signature)}
    assert _status(document | {"proof": options | value}) is Status.ALTERED


def test_a_logged_credential_passes_the_log():
    document = specimen.secured()
    held = replace(specimen.materials(), log_key=LOG_KEY, log_proof=specimen.logged(document))
    verdict = verify(document, held, NOW)
    assert verdict.status is Status.VALID
    assert _outcomes(verdict)[CheckCode.LOG] is Outcome.PASSED


@pytest.mark.parametrize(
    "change",
    [
        {"log_proof": None},
        {"log_proof": specimen.logged(specimen.secured(holder_name="Someone"))},
        {"log_key": note.vkey("certificates.example.org/log", MALLORY.public_multikey)},
        {"log_key": "broken"},
    ],
)
def test_signed_but_not_logged_is_not_valid(change):
    document = specimen.secured()
    held = {"log_key": LOG_KEY, "log_proof": specimen.logged(document)} | change
    assert _status(document, replace(specimen.materials(), **held)) is Status.NOT_LOGGED


def test_an_issuer_can_be_its_own_key():
    issuer = f"did:key:{SIGNER.public_multikey}"
    options = data_integrity.Options(f"{issuer}#{SIGNER.public_multikey}", "2026-11-20T09:00:00Z")
    document = specimen.unsecured()
    document["issuer"]["id"] = issuer
    document = data_integrity.add(document, SIGNER, options)
    listed = data_integrity.unsecured(specimen.published_list()) | {"issuer": issuer}
    held = Materials(
        {LIST_URL: data_integrity.add(listed, SIGNER, options)},
        trusted_issuers=frozenset([issuer]),
    )
    assert missing(document, held) == set()
    assert _status(document, held) is Status.VALID


SOUND = jcs(specimen.secured())
MATERIALS = specimen.materials()


@settings(deadline=None)
@given(st.integers(0, len(SOUND) - 1), st.integers(1, 255))
def test_no_changed_byte_leaves_it_valid(position, flip):
    changed = bytearray(SOUND)
    changed[position] ^= flip
    try:
        document = load_json(bytes(changed))
    except Malformed:
        return
    assert _status(document, MATERIALS) is not Status.VALID
