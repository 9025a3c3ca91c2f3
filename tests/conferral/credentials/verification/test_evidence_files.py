"""Evidence that somebody hands us: ours is held against the register, others' is never believed."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest
import rfc8785
from django.utils import timezone

from cast import dara, publish
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification import foreign, opening, sandbox
from conferral.credentials.verification.evidence import evidence_file
from conferral.credentials.verification.files import FileState, judge_file
from conferral.credentials.verification.record import State
from conferral.credentials.verification.sandbox import Cell
from credkit import did
from credkit.canonical import digest
from credkit.errors import Fault, Malformed
from credkit.keys import LocalSigner
from credkit.proofs import data_integrity
from credkit.tlog import checkpoint, merkle, note
from credkit.tlog.checkpoint import Checkpoint
from credkit.tlog.proof import LogProof, ToldProof, entry
from credkit.verify import Outcome
from credkit.verify.evidence import Evidence
from handed_over import handed_over

pytestmark = pytest.mark.django_db
MALLORY = LocalSigner(b"mallory" + bytes(25))


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), handed_over(tmp_path_factory.mktemp("kept")) as found:
        publish()
        yield found


@pytest.fixture(autouse=True)
def _where_it_is_kept(kept, settings):
    settings.MEDIA_ROOT, settings.LOG_HEAD = kept.folder, kept.folder / "head"


@pytest.fixture
def credential(kept):
    return Credential.objects.get(pk=kept.credential.pk)


def judge(content):
    cell = Cell(opening.opened, foreign.judged, foreign.proved)
    return judge_file(content, timezone.now(), cell)


def sealed(said):
    """As a forger would: nothing may rest on the digest alone."""
    said = {name: value for name, value in said.items() if name != "sha256"}
    return rfc8785.dumps(said | {"sha256": sha256(rfc8785.dumps(said)).hexdigest()})


def forged(content, credential):
    """Everything fits, and all of it leads to Mallory's own log."""
    evidence = Evidence.of_file(content)
    issuer = credential["issuer"]["id"]
    method = did.key_id(issuer, MALLORY.public_multikey)
    bare = {name: each for name, each in credential.items() if name != "proof"}
    options = data_integrity.Options(method, credential["validFrom"])
    signed = data_integrity.add(bare, MALLORY, options)
    told = {"event": "key-added", "issuer": issuer, "key": MALLORY.public_multikey}
    salts, documents = (b"1" * 32, b"2" * 32), (told, signed)
    pairs = zip(salts, documents, strict=True)
    leaves = [merkle.leaf_hash(entry(salt, digest(each))) for salt, each in pairs]
    head = checkpoint.sign(Checkpoint("log.evil", 2, merkle.root(leaves)), MALLORY)
    proofs = [
        LogProof(salt, place, tuple(merkle.inclusion_proof(leaves, place)), head)
        for place, salt in enumerate(salts)
    ]
    return replace(
        evidence,
        credential=signed,
        log_key=note.vkey("log.evil", MALLORY.public_multikey),
        proof=proofs[1],
        keys=(ToldProof(told, proofs[0]),),
    ).to_file()


def test_evidence_of_ours_is_answered_as_its_certificate(credential):
    judgement = judge(evidence_file(credential))
    assert (judgement.state, judgement.number) == (State.VALID, credential.number)
    assert set(vars(judgement.lights).values()) == {Outcome.PASSED}


def test_the_cell_says_the_same(credential):
    content = evidence_file(credential)
    assert judge_file(content, timezone.now()).state is State.VALID
    text, now, key = content.decode(), timezone.now(), json.loads(content)["logKey"]
    assert sandbox.proved(text, now, key).checks == foreign.proved(text, now, key).checks


def test_what_takes_too_long_is_not_called_altered(credential):
    def slow(*_):
        raise Malformed("it takes more time or memory than we give it", Fault.TOO_MUCH)

    cell = Cell(opening.opened, foreign.judged, slow)
    judgement = judge_file(evidence_file(credential), timezone.now(), cell)
    assert judgement.state is FileState.UNREADABLE


def test_old_evidence_does_not_hide_what_came_later(credential):
    before = evidence_file(credential)
    issuing.revoke(credential, dara(), "Issued in error")
    assert judge(before).state is State.REVOKED


@pytest.mark.parametrize("member", ["credential", "contexts", "logKey", "keys"])
def test_changed_evidence_is_altered_however_it_is_sealed(credential, member):
    said = json.loads(evidence_file(credential))
    match member:
        case "credential":
            said[member]["credentialSubject"]["name"] = "Mallory"
        case "contexts":
            said[member]["https://evil.example"] = "{}"
        case "logKey":
            said[member] = note.vkey("log.evil", MALLORY.public_multikey)
        case _:
            said[member] = []
    judgement = judge(sealed(said))
    assert judgement.state is State.ALTERED
    assert judgement.lights.integrity is Outcome.FAILED


def test_our_number_in_a_house_of_cards_is_altered(credential):
    content = evidence_file(credential)
    assert judge(forged(content, json.loads(content)["credential"])).state is State.ALTERED


def test_evidence_of_others_is_unknown_even_where_all_of_it_fits(credential):
    content = evidence_file(credential)
    theirs = json.loads(content)["credential"]
    theirs["id"] = "https://elsewhere.example/c/1"
    theirs["issuer"]["id"] = "did:web:elsewhere.example"
    judgement = judge(forged(content, theirs))
    assert judgement.state is FileState.UNKNOWN_ISSUER
    assert set(vars(judgement.lights).values()) == {Outcome.SKIPPED}
    changed = json.loads(forged(content, theirs))
    changed["credential"]["credentialSubject"]["name"] = "Somebody"
    assert judge(sealed(changed)).state is FileState.FOREIGN_ALTERED


def test_a_number_that_was_never_given_is_not_found(credential):
    content = evidence_file(credential)
    theirs = json.loads(content)["credential"]
    theirs["id"] = "https://verify.saypro.example/c/SP-00000-00000-0000"
    assert judge(forged(content, theirs)).state is FileState.NOT_FOUND


@pytest.mark.parametrize(
    "said", [{}, {"credential": 1}, {"credential": {}}, {"credential": {"id": 1}, "version": 1}]
)
def test_what_only_calls_itself_evidence_cannot_be_read(said):
    content = sealed({"type": "urn:conferral:Evidence"} | said)
    assert judge(content).state is FileState.UNREADABLE
