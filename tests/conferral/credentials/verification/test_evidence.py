"""One file proves a certificate to whoever knows the log's key, and no byte of it can be changed.

What is changed is sealed again, as a forger would: nothing may rest on the digest alone.
"""

import json
import random
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from cast import a_course, a_member, an_issued_credential, dara, publish
from conferral.credentials.anchoring.models import Anchor, Kind
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.jobs import CHANGE_KEYS
from conferral.credentials.issuing.models import Credential
from conferral.credentials.transparency import log
from conferral.credentials.transparency.models import SignedCheckpoint
from conferral.credentials.verification.actions import find
from conferral.credentials.verification.evidence import evidence_file
from conferral.foundation.accounts.roles import Role
from conferral.foundation.refusal import Refused
from credkit import did, status_list
from credkit.credential import timestamp
from credkit.errors import Malformed
from credkit.keys import LocalSigner
from credkit.proofs import data_integrity
from credkit.tlog.proof import LogProof
from credkit.verify import CheckCode, Outcome, Status
from credkit.verify.evidence import Evidence, judge

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def file():
    return evidence_file(an_issued_credential(days_ago=30))


def judged(content, *, at=None, known=True):
    keys = {log.verification_key()} if known else set()
    return judge(Evidence.of_file(content), keys, at or datetime.now(UTC))


def sealed(said):
    said = {name: value for name, value in said.items() if name != "sha256"}
    return rfc8785.dumps(said | {"sha256": sha256(rfc8785.dumps(said)).hexdigest()})


def status_of(verdict):
    return next(each for each in verdict.checks if each.code is CheckCode.STATUS)


def test_it_is_valid_for_who_knows_the_log(file):
    assert judged(file).status is Status.VALID


def test_who_does_not_know_the_log_is_told_of_no_issuer(file):
    verdict = judged(file, known=False)
    assert verdict.status is Status.UNKNOWN_ISSUER
    assert {each.outcome for each in verdict.checks if each.code is not CheckCode.ISSUER} == {
        Outcome.PASSED
    }


def test_the_same_evidence_is_the_same_bytes(file):
    assert evidence_file(Credential.objects.get()) == file == Evidence.of_file(file).to_file()


def test_it_says_as_of_when_the_status_is_known(file):
    signed = json.loads(file)["statusLists"][0]["validFrom"]
    assert status_of(judged(file)).detail == f"known as of {signed}"


def test_after_a_day_its_status_is_not_known_any_more(file):
    later = judged(file, at=datetime.now(UTC) + timedelta(days=2))
    assert later.status is Status.STATUS_UNKNOWN
    assert "known as of" in status_of(later).detail


def test_what_was_revoked_stays_revoked_however_old_the_file_is(file):
    issuing.revoke(Credential.objects.get(), dara(), "Issued in error")
    publish()
    content = evidence_file(Credential.objects.get())
    assert judged(content, at=NOW + timedelta(days=9999)).status is Status.REVOKED


def test_a_credential_that_is_not_logged_has_no_evidence():
    credential = an_issued_credential()
    credential.entry.index = None
    with pytest.raises(Refused):
        evidence_file(credential)


def test_no_byte_of_it_can_be_another(file):
    for place in random.Random(7).sample(range(len(file)), 300):
        changed = bytearray(file)
        changed[place] ^= 1 << place % 8
        with pytest.raises(Malformed):
            Evidence.of_file(bytes(changed))


def test_who_seals_another_name_again_has_altered_it(file):
    said = json.loads(file)
    said["credential"]["credentialSubject"]["name"] = "Mallory"
    assert judged(sealed(said)).status is Status.ALTERED


def test_a_list_of_somebody_else_says_nothing(file):
    said = json.loads(file)
    for listed in said["statusLists"]:
        listed["validFrom"] = "2099-01-01T00:00:00Z"
    assert judged(sealed(said)).status is Status.STATUS_UNKNOWN


def test_a_key_of_which_the_log_was_not_told_is_no_key(file):
    said = json.loads(file)
    said["keys"] = []
    assert judged(sealed(said)).status is Status.ALTERED


def test_another_logs_proof_is_none(file):
    other = json.loads(file)
    other["logKey"] = "other.example/log+00000000+" + other["logKey"].rpartition("+")[2]
    assert judged(sealed(other)).status is not Status.VALID


def test_a_list_cannot_pass_for_the_document_of_the_issuer(file):
    """Revoked; the forger's list says otherwise, and brings the forger's keys as the issuer's."""
    issuing.revoke(Credential.objects.get(), dara(), "Issued in error")
    publish()
    said = json.loads(evidence_file(Credential.objects.get()))
    mallory, issuer = LocalSigner(bytes(32)), said["credential"]["issuer"]["id"]
    method = f"{issuer}#{mallory.public_multikey}"
    lists = [
        data_integrity.add(
            status_list.credential(
                each["id"],
                issuer,
                [],
                timestamp(NOW),
                purpose=each["credentialSubject"]["statusPurpose"],
            ),
            mallory,
            data_integrity.Options(method, timestamp(NOW)),
        )
        for each in said["statusLists"]
    ]
    keys = did.document(issuer, [did.VerificationKey(mallory.public_multikey)])
    said["statusLists"] = [*lists, lists[0] | keys]
    assert judged(sealed(said)).status is Status.STATUS_UNKNOWN


def leaves(value, path=()):
    match value:
        case dict():
            return [each for name in value for each in leaves(value[name], (*path, name))]
        case list():
            return [each for at, one in enumerate(value) for each in leaves(one, (*path, at))]
    return [path]


def test_whatever_a_forger_changes_it_is_never_valid(file):
    said = json.loads(file)
    proving = [path for path in leaves(said) if path[0] in {"credential", "statusLists", "keys"}]

    @given(st.sampled_from(proving), st.text(max_size=3))
    def changed_at(path, text):
        forged = json.loads(file)
        *above, last = path
        place = forged
        for step in above:
            place = place[step]
        if place[last] == text:
            return
        place[last] = text
        try:
            verdict = judged(sealed(forged))
        except Malformed:
            return
        assert verdict.status is not Status.VALID

    changed_at()


def test_a_stolen_key_counts_for_what_was_logged_before():
    version = a_course()
    before = an_issued_credential("Ada Nkosi", version)
    then = SignedCheckpoint.objects.get(size=log.checkpoint().size).made_at
    after = an_issued_credential("Mallory", version)
    one, other = (a_member(name, Role.ADMINISTRATOR) for name in ("Kofi", "Lerato"))
    change = keyring.declare_compromise(before.key, one, "A laptop was stolen", then)
    keyring.confirm(change, other)
    CHANGE_KEYS.run()
    publish()
    assert judged(evidence_file(find(before.number))).status is Status.VALID
    assert judged(evidence_file(find(after.number))).status is Status.KEY_REVOKED


def test_an_anchor_comes_with_the_way_to_it():
    credential = an_issued_credential()
    anchored = SignedCheckpoint.objects.get(size=log.checkpoint().size)
    place = "https://calendar.example"
    Anchor.objects.create(
        kind=Kind.OPENTIMESTAMPS, place=place, checkpoint=anchored, proof=b"\0ots", block=870_000,
        sent_at=NOW, held_at=NOW,
    )  # fmt: skip
    an_issued_credential("Ben Okri", credential.award.enrolment.version)  # The log has grown since.
    content = evidence_file(find(credential.number))
    [anchor] = json.loads(content)["anchors"]
    assert (anchor["place"], anchor["block"]) == (place, 870_000)
    note = b64decode(anchor["files"][f"checkpoint-{anchored.size}"]).decode()
    proof = LogProof.of_file(anchor["logProof"])
    assert proof.checkpoint == note == anchored.note
    assert proof.includes(json.loads(content)["credential"], log.verification_key())
    assert b"\0ots" in [b64decode(each) for each in anchor["files"].values()]
    assert judged(content).status is Status.VALID
