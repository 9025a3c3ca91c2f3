"""A token whose key was stolen later convinces a stranger by its proof, and by nothing less."""

import json

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from typer import Exit

from cast import a_course, a_member, an_issued_credential, an_organization, dara, publish
from conferral.cli import export, verify
from conferral.credentials.envelopes.actions import sign_now
from conferral.credentials.envelopes.jobs import SIGN_ENVELOPES
from conferral.credentials.envelopes.models import Envelope, Kind
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.jobs import CHANGE_KEYS
from conferral.credentials.issuing.models import Credential, Use
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.transparency import log
from conferral.credentials.verification.documents import judge_document, judge_token
from conferral.credentials.verification.log_proof import tlog_proof, token_tlog_proof
from conferral.foundation.accounts.roles import Role
from conferral.foundation.refusal import Refused
from credkit.errors import Malformed
from credkit.tlog.proof import ToldProof
from credkit.verify import Materials, Status, missing_for_token, verify_token
from credkit.verify.tokens import token_digest

pytestmark = pytest.mark.django_db
GENUINE = Status.STATUS_UNKNOWN  # Offline nobody looks at the status lists.


def a_token(kind=Kind.JWT, name="Ada Nkosi", version=None):
    credential = an_issued_credential(name, version)
    token = sign_now(credential, kind)
    publish()
    return credential, token


def the_key_is_stolen(use=Use.DOCUMENTS):
    key = an_organization().issuer_keys.in_use(use).get()
    first, second = (a_member(name, Role.ADMINISTRATOR) for name in ("Kofi", "Lerato"))
    keyring.confirm(keyring.declare_compromise(key, first, "A laptop was stolen"), second)
    CHANGE_KEYS.run()
    publish()


def proof_of(credential, token):
    return token_tlog_proof(credential, token_digest(token)).decode()


def judged(token, proof=""):
    return judge_token(token, timezone.now(), offline=True, proof=proof).verdict.status


def fetched(address):
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return json.loads(answer.content)


@pytest.mark.parametrize("kind", Kind)
def test_a_stranger_needs_what_is_public_and_the_proof(kind):
    credential, token = a_token(kind)
    the_key_is_stolen()
    address = f"/c/{credential.number}.{kind}.tlog-proof?token={token_digest(token)}"
    shown = ToldProof.of_file(Client().get(address).content.decode())
    did_document, history = (
        fetched("/.well-known/did.json"),
        fetched("/.well-known/key-history.json"),
    )
    held = Materials(
        documents={did_document["id"]: did_document},
        trusted_issuers=frozenset({did_document["id"]}),
        log_key=log.verification_key(),
        cutoffs={key["id"]: key["logSize"] for key in history["keys"] if "logSize" in key},
    )
    lists = missing_for_token(token, held)
    held = held.with_documents({url: fetched(url) for url in lists})
    assert verify_token(token, held, timezone.now()).status is Status.KEY_REVOKED
    convinced = Materials(**vars(held) | {"log_proof": shown.proof, "told_of_token": shown.told})
    assert verify_token(token, convinced, timezone.now()).status is Status.VALID


def test_without_the_proof_a_stolen_key_proves_nothing():
    credential, token = a_token()
    the_key_is_stolen()
    assert judged(token) is Status.KEY_REVOKED
    assert judged(token, proof_of(credential, token)) is GENUINE


def test_what_the_log_was_told_after_the_theft_convinces_nobody():
    version = a_course()
    a_token(version=version)
    key = an_organization().issuer_keys.in_use(Use.DOCUMENTS).get()
    change = keyring.declare_compromise(key, a_member("Kofi", Role.ADMINISTRATOR), "Stolen")
    type(change).objects.filter(pk=change.pk).update(cutoff_size=1)
    keyring.confirm(type(change).objects.get(), a_member("Lerato", Role.ADMINISTRATOR))
    credential, envelope = Credential.objects.get(), Envelope.objects.get()
    CHANGE_KEYS.run()
    publish()
    proof = proof_of(credential, envelope.token)
    assert judged(envelope.token, proof) is Status.KEY_REVOKED


def test_the_proof_of_another_token_excuses_nothing():
    version = a_course()
    _, token = a_token(version=version)
    other, another = a_token(name="Ben Dube", version=version)
    the_key_is_stolen()
    assert judged(token, proof_of(other, another)) is Status.KEY_REVOKED


def test_a_proof_of_a_document_is_none_of_a_token():
    credential, token = a_token()
    with pytest.raises(Malformed, match="what the log was told"):
        judged(token, tlog_proof(credential).decode())


def test_a_document_is_judged_with_its_proof_too():
    credential, _ = a_token()
    document, proof = secured_document(credential), tlog_proof(credential).decode()
    the_key_is_stolen(Use.CREDENTIALS)

    def status(**how):
        return judge_document(document, timezone.now(), offline=True, **how).verdict.status

    assert status() is Status.KEY_REVOKED
    assert status(proof=proof) is GENUINE


@pytest.fixture
def stolen():
    credential, token = a_token()
    an_issued_credential("Ben Dube", credential.award.enrolment.version)  # So that a path is there.
    the_key_is_stolen()
    return token, proof_of(credential, token)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.integers(0, 5000), letter=st.characters(codec="ascii"))
@example(place=30, letter="A")
def test_no_changed_letter_of_a_proof_goes_unseen(stolen, place, letter):
    token, proof = stolen
    place %= len(proof)
    if proof[place] == letter:
        return
    try:
        status = judged(token, proof[:place] + letter + proof[place + 1 :])
    except Malformed:
        return
    assert status is Status.KEY_REVOKED


def test_the_token_before_the_theft_has_its_proof_when_there_is_a_new_one():
    credential, old = a_token()
    the_key_is_stolen()
    credential.refresh_from_db()
    Client().get(f"/c/{credential.number}.jwt")
    SIGN_ENVELOPES.run()
    publish()
    new = Envelope.objects.get().token
    assert new != old
    assert judged(new, proof_of(credential, new)) is GENUINE
    assert judged(old, proof_of(credential, old)) is GENUINE


def test_the_command_writes_the_proof_and_reads_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    credential, token = a_token()
    file = tmp_path / "old.jwt"
    file.write_text(token)
    the_key_is_stolen()
    export.export(credential.number, export.Format.TLOG_PROOF, of=str(file), output=None)
    proof = tmp_path / f"{credential.number}.tlog-proof"
    assert _exit_of(file) == 1
    assert _exit_of(file, proof=proof) == 2  # Genuine; its status was not looked at.
    assert "signature: passed" in capsys.readouterr().out
    proof.write_text(proof.read_text().replace("index ", "index 1"))
    assert _exit_of(file, proof=proof) == 1


def test_the_command_names_the_file_by_the_kind_of_token(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    credential, token = a_token(Kind.SD_JWT)
    export.export(credential.number, export.Format.TLOG_PROOF, of="sd-jwt")
    written = (tmp_path / f"{credential.number}.sd-jwt.tlog-proof").read_text()
    assert written == proof_of(credential, token)


@pytest.mark.parametrize("of", ["json", "nowhere.jwt"])
def test_the_command_refuses_what_is_no_token(of):
    credential = an_issued_credential()
    with pytest.raises(Refused, match="neither jwt"):
        export.export(credential.number, export.Format.TLOG_PROOF, of=of)
    with pytest.raises(Refused, match="goes with"):
        export.export(credential.number, export.Format.JSON, of="jwt")


def test_a_token_that_nobody_has_signed_has_no_proof():
    with pytest.raises(Refused, match="not told of this token"):
        token_tlog_proof(an_issued_credential(), "0" * 64)


def test_the_proof_is_withheld_where_the_token_is():
    credential, _ = a_token()
    address = f"/c/{credential.number}.jwt.tlog-proof"
    assert Client().get(address).status_code == 200
    issuing.suspend(credential, dara(), "It is looked at again.", Reason.UNDER_REVIEW)
    assert Client().get(address).status_code == 404
    issuing.revoke(credential, dara(), "The exam was withdrawn.")
    assert Client().get(address).status_code == 410
    Credential.objects.update(slots={}, log_salt=b"", erased_at=timezone.now())
    assert Client().get(address).status_code == 404


def test_whoever_asks_for_a_proof_first_asks_for_the_token():
    credential = an_issued_credential()
    address = f"/c/{credential.number}.jwt.tlog-proof"
    answer = Client().get(address)
    assert (answer.status_code, answer["Retry-After"]) == (404, "10")
    SIGN_ENVELOPES.run()
    publish()
    assert Client().get(address)["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("digest", ["", "x", "0" * 64, "A" * 64, "%C3%A9" * 64])
def test_a_digest_of_no_token_has_no_proof(digest):
    credential, _ = a_token()
    address = f"/c/{credential.number}.jwt.tlog-proof?token={digest}"
    assert Client().get(address).status_code == 404


def test_an_unknown_number_has_no_proof_of_a_token():
    assert Client().get("/c/SP-AAAAA-AAAAA-AAAA.jwt.tlog-proof").status_code == 404


def _exit_of(file, **how):
    with pytest.raises(Exit) as ended:
        verify.verify(str(file), offline=True, **how)
    return ended.value.exit_code
