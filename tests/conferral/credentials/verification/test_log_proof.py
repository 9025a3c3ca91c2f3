"""A certificate's log proof convinces whoever has the JSON and the log's key, and nothing of ours.

The verifier below is written from the C2SP documents and RFC 6962 alone.
"""

import json
from base64 import b64decode
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client

from cast import a_course, an_award, an_issued_credential, dara, publish
from conferral.credentials.envelopes.actions import sign_now
from conferral.credentials.envelopes.models import Kind
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.transparency import log
from conferral.credentials.verification.log_proof import tlog_proof
from conferral.foundation.refusal import Refused

pytestmark = pytest.mark.django_db


def is_logged(credential_json, proof, vkey):
    """c2sp.org/tlog-proof, signed-note, tlog-checkpoint; RFC 6962 sections 2.1 and 2.1.1."""
    magic, extra, *_ = proof.split("\n")
    assert magic == "c2sp.org/tlog-proof@v1"
    document = json.dumps(
        json.loads(credential_json), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return _holds(proof, b64decode(extra.removeprefix("extra ")), document.encode(), vkey)


def what_was_told_of(token, proof, vkey):
    """docs/log.md: the salt is followed by what the log was told, in its canonical form."""
    extra = b64decode(proof.split("\n")[1].removeprefix("extra "))
    salt, document = extra[:32], extra[32:]
    told = json.loads(document)
    signed = token.partition("~")[0]
    assert _holds(proof, salt, document, vkey)
    assert told["token"] == sha256(signed.encode()).hexdigest()
    return told


def _holds(proof, salt, document, vkey):
    head, _, checkpoint = proof.partition("\n\n")
    _, _, index, *path = head.split("\n")
    entry = sha256(salt + sha256(document).digest()).digest()
    origin, size, root = _checkpoint(checkpoint, vkey)
    assert origin == vkey.split("+")[0]
    node = sha256(b"\0" + entry).digest()
    return _root(node, int(index.removeprefix("index ")), size, [*map(b64decode, path)]) == root


def _checkpoint(text, vkey):
    body, _, signatures = text.partition("\n\n")
    name, _, key = vkey.split("+", 2)
    raw = b64decode(key)
    key_id = sha256(f"{name}\n".encode() + raw).digest()[:4]
    for line in signatures.splitlines():
        dash, signer, signature = line.split(" ")
        if (dash, signer) == ("—", name) and b64decode(signature)[:4] == key_id:
            public = Ed25519PublicKey.from_public_bytes(raw[1:])
            public.verify(b64decode(signature)[4:], f"{body}\n".encode())
            origin, size, root = body.split("\n")
            return origin, int(size), b64decode(root)
    raise AssertionError("not signed by this log")


def _root(node, index, size, path):
    """From the leaf up: a right edge without a sibling goes up as it is."""
    last, path = size - 1, iter(path)
    while last:
        if index % 2:
            node = sha256(b"\1" + next(path) + node).digest()
        elif index < last:
            node = sha256(b"\1" + node + next(path)).digest()
        index, last = index // 2, last // 2
    assert next(path, None) is None
    return node


@pytest.fixture
def certificate():
    """The fourth of nine in the log."""
    version = a_course()
    found = [an_issued_credential(f"Learner{n} Nkosi", version) for n in range(9)]
    return found[3]


def fetched(certificate, suffix):
    answer = Client().get(f"/c/{certificate.number}.{suffix}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_stranger_is_convinced_by_the_files_alone(certificate):
    proof = fetched(certificate, "tlog-proof")
    assert is_logged(fetched(certificate, "json"), proof, log.verification_key())


def test_a_stranger_is_not_convinced_of_another_name(certificate):
    forged = fetched(certificate, "json").replace("Learner3", "Learner8")
    assert not is_logged(forged, fetched(certificate, "tlog-proof"), log.verification_key())


def test_a_stranger_is_not_convinced_by_a_broken_signature(certificate):
    proof = fetched(certificate, "tlog-proof")
    broken = proof[:-20] + ("A" if proof[-20] != "A" else "B") + proof[-19:]
    with pytest.raises(InvalidSignature):
        is_logged(fetched(certificate, "json"), broken, log.verification_key())


@pytest.mark.parametrize("kind", Kind)
def test_a_stranger_is_convinced_that_the_log_was_told_of_a_token(certificate, kind):
    sign_now(certificate, kind)
    publish()
    token, proof = fetched(certificate, kind), fetched(certificate, f"{kind}.tlog-proof")
    told = what_was_told_of(token, proof, log.verification_key())
    assert (told["event"], told["form"], "Learner3" in proof) == ("enveloped", kind, False)


def test_a_stranger_is_not_convinced_of_another_token(certificate):
    for kind in (Kind.JWT, Kind.VC_JWT):
        sign_now(certificate, kind)
    publish()
    other, proof = fetched(certificate, "jwt"), fetched(certificate, "vc-jwt.tlog-proof")
    with pytest.raises(AssertionError):
        what_was_told_of(other, proof, log.verification_key())


def test_the_command_writes_what_the_page_gives(certificate):
    assert tlog_proof(certificate).decode() == fetched(certificate, "tlog-proof")


def test_the_proof_of_a_revoked_certificate_is_still_given(certificate):
    issuing.revoke(certificate, dara(), "The exam was withdrawn.")
    assert "index " in fetched(certificate, "tlog-proof")


def test_before_it_is_logged_there_is_no_proof():
    (waiting,) = issuing.issue([an_award()])
    with pytest.raises(Refused, match="not in the public log yet"):
        tlog_proof(waiting)
    assert Client().get(f"/c/{waiting.number}.tlog-proof").status_code == 404


def test_an_unknown_number_has_no_proof():
    assert Client().get("/c/SP-AAAAA-AAAAA-AAAA.tlog-proof").status_code == 404
