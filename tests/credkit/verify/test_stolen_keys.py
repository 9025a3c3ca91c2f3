"""A stolen key: what the log took in before that still counts, and nothing else."""

from dataclasses import replace

import pytest

from credkit import did
from credkit.tlog import note
from credkit.verify import CheckCode, Outcome, Status, verify
from oracles import specimen
from oracles.specimen import DID, LIST_URL, NOW, SIGNER

MALLORY = f"{DID}#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
METHOD = f"{DID}#{SIGNER.public_multikey}"
LOG_KEY = note.vkey("certificates.example.org/log", specimen.LOG_SIGNER.public_multikey)
GOOD = (Outcome.PASSED, Status.VALID)
STOLEN = (Outcome.FAILED, Status.KEY_REVOKED)


def _logged_at(index):
    return specimen.logged(specimen.secured(), index=index)


def _stolen_at(size, *, index=0, **changed):
    """The log holds the credential; its key was stolen when the log had that size."""
    revoked = [did.VerificationKey(SIGNER.public_multikey, "2026-01-01T00:00:00Z")]
    documents = {DID: did.document(DID, revoked), LIST_URL: None}
    held = {"documents": documents, "cutoffs": {METHOD: size}}
    logged = {"log_key": LOG_KEY, "log_proof": _logged_at(index)}
    return replace(specimen.materials(), **(held | logged | changed))


def _signed(materials):
    (check,) = (
        check
        for check in verify(specimen.secured(), materials, NOW).checks
        if check.code is CheckCode.SIGNATURE
    )
    return check.outcome, check.means


def test_what_was_logged_before_its_key_was_stolen_counts_for_ever():
    assert _signed(_stolen_at(4, index=3)) == GOOD


@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_what_was_logged_after_its_key_was_stolen_does_not(size):
    assert _signed(_stolen_at(size, index=3)) == STOLEN


def test_an_excuse_needs_a_log_that_is_asked_for_and_a_proof_from_it():
    assert _signed(_stolen_at(4, index=3, log_key="")) == STOLEN
    assert _signed(_stolen_at(4, index=3, log_proof=None)) == STOLEN
    moved = replace(_logged_at(2), index=3)
    assert _signed(_stolen_at(4, log_proof=moved)) == STOLEN


def test_a_cut_off_counts_even_where_the_issuers_document_is_an_old_one():
    fresh = {DID: specimen.did_document(), LIST_URL: None}
    assert _signed(_stolen_at(3, index=3, documents=fresh)) == STOLEN
    assert _signed(_stolen_at(4, index=3, documents=fresh)) == GOOD


def test_the_cut_off_of_one_key_does_not_excuse_another():
    materials = _stolen_at(4, index=3, cutoffs={MALLORY: 9})
    assert _signed(materials) == STOLEN


def test_a_stolen_key_may_be_listed_in_full_and_by_a_relative_name():
    (method,) = specimen.did_document()["verificationMethod"]
    relative = method | {"id": f"#{SIGNER.public_multikey}", "revoked": "2026-01-01T00:00:00Z"}
    document = specimen.did_document() | {"verificationMethod": [], "assertionMethod": [relative]}
    held = {DID: document, LIST_URL: None}
    assert _signed(_stolen_at(4, index=3, documents=held)) == GOOD
    assert _signed(_stolen_at(3, index=3, documents=held)) == STOLEN
