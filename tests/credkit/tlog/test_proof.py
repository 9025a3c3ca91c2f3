from dataclasses import replace

import pytest

from credkit.errors import Malformed
from credkit.tlog import note
from credkit.tlog.proof import ToldProof, entry
from credkit.tlog.proof_file import ProofFile
from oracles import specimen

KEY = note.vkey("certificates.example.org/log", specimen.LOG_SIGNER.public_multikey)


def test_a_logged_credential_is_included():
    document = specimen.secured()
    assert specimen.logged(document).includes(document, KEY)


def test_another_credential_is_not():
    proof = specimen.logged(specimen.secured())
    assert not proof.includes(specimen.secured(holder_name="Mallory"), KEY)


@pytest.mark.parametrize(
    "change", [{"salt": b"t" * 32}, {"index": 122}, {"hashes": ()}, {"index": -1}]
)
def test_a_changed_proof_shows_nothing(change):
    document = specimen.secured()
    assert not replace(specimen.logged(document), **change).includes(document, KEY)


def test_a_checkpoint_of_another_key_is_malformed():
    document = specimen.secured()
    other = note.vkey("certificates.example.org/log", specimen.SIGNER.public_multikey)
    with pytest.raises(Malformed):
        specimen.logged(document).includes(document, other)


def test_an_entry_without_its_salt_says_nothing():
    assert entry(b"a" * 32, bytes(32)) != entry(b"b" * 32, bytes(32))
    with pytest.raises(ValueError, match="32 bytes"):
        entry(b"short", bytes(32))


def test_what_the_log_was_told_goes_in_the_file_and_comes_out_of_it():
    told = {"event": "enveloped", "token": "ab" * 32}
    proof = ToldProof(told, specimen.logged(told))
    assert ToldProof.of_file(proof.to_file()) == proof
    assert ToldProof.of_file(proof.to_file()).proof.includes(told, KEY)


@pytest.mark.parametrize(
    "extra",
    [None, b"", b"s" * 31, b"s" * 32, b"s" * 32 + b'{"a": 1}', b"s" * 32 + b"[]", b"s" * 33],
    ids=["none", "empty", "short", "salt", "not canonical", "no object", "no JSON"],
)
def test_a_file_that_tells_nothing_is_malformed(extra):
    proof = specimen.logged({})
    file = ProofFile(proof.index, proof.hashes, proof.checkpoint, extra)
    with pytest.raises(Malformed):
        ToldProof.of_file(str(file))
