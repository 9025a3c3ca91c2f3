"""Tokens outlive their keys; after a theft, those count that the log was told of before."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import a_course, a_member, an_issued_credential, an_organization, publish
from conferral.credentials.designs.jobs import PRINT_LOGGED
from conferral.credentials.envelopes import actions
from conferral.credentials.envelopes.jobs import SIGN_ENVELOPES
from conferral.credentials.envelopes.models import Envelope, Kind
from conferral.credentials.issuing import documents, keyring
from conferral.credentials.issuing.jobs import CHANGE_KEYS, ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential, Event, IssuerKey, Use
from conferral.credentials.sealing.actions import document_key, token_signer_of
from conferral.credentials.transparency import log
from conferral.credentials.transparency.models import SignedCheckpoint
from conferral.credentials.verification.documents import judge_token
from conferral.foundation.accounts.roles import Role
from conferral.foundation.refusal import Refused
from conferral.oversight.fsck.finding import Invariant
from conferral.oversight.fsck.run import findings
from credkit.keys import algorithm_of
from credkit.proofs import vc_jose
from credkit.verify import CheckCode, Outcome, Status
from credkit.verify.tokens import token_digest

pytestmark = pytest.mark.django_db


def keeper():
    return a_member("Kofi", Role.ADMINISTRATOR)


def second():
    return a_member("Lerato", Role.ADMINISTRATOR)


def current():
    return an_organization().issuer_keys.in_use(Use.DOCUMENTS).get()


def rotate():
    because = "It is time"
    change = keyring.propose_rotation(an_organization(), keeper(), because, Use.DOCUMENTS)
    return _done(change)


def give_up(key, since=None):
    return _done(keyring.declare_compromise(key, keeper(), "A laptop was stolen", since))


def _done(change):
    keyring.confirm(change, second())
    CHANGE_KEYS.run()
    change.refresh_from_db()
    return change


def a_token(name="Ada Nkosi", kind=Kind.JWT, version=None):
    """Signed, and the log has been told of it."""
    token = actions.sign_now(an_issued_credential(name, version), kind)
    publish()
    return token


def forged(credential, key):
    """What a thief of `key` can make, and the log is not told of."""
    document = documents.secured_document(credential)
    document["credentialSubject"]["name"] = "Mallory"
    return vc_jose.issue(document, token_signer_of(key), key_id=key.verification_method)


def broken():
    """The rows that fsck names, but for how the cast has earned its awards."""
    return [each.row for each in findings() if each.invariant is not Invariant.EVIDENCE]


def judged(token, **how):
    return judge_token(token, timezone.now(), **({"offline": False} | how)).verdict


def test_tokens_of_every_age_stay_valid_through_three_rotations_and_one_theft():
    version = a_course()
    tokens = [a_token("Learner0 Nkosi", version=version)]
    for n in range(1, 4):
        rotate()
        tokens.append(a_token(f"Learner{n} Nkosi", version=version))
    keys = set(Envelope.objects.values_list("key", flat=True))
    assert (len(keys), [judged(token).status for token in tokens]) == (4, [Status.VALID] * 4)
    assert [judged(token, offline=True).status for token in tokens] == [Status.STATUS_UNKNOWN] * 4

    stolen = current()
    give_up(stolen)
    publish()
    assert [judged(token).status for token in tokens] == [Status.VALID] * 4
    false = forged(Credential.objects.last(), stolen)
    assert judged(false).status is Status.KEY_REVOKED
    assert judged(a_token("Late Nkosi", version=version)).status is Status.VALID


@pytest.mark.parametrize("kind", Kind)
def test_what_the_log_was_told_of_after_the_theft_counts_no_more(kind):
    version = a_course()
    before = a_token("Ada Nkosi", kind, version)
    size, key = log.checkpoint().size, current()
    after = a_token("Mallory", kind, version)
    change = give_up(key, since=SignedCheckpoint.objects.get(size=size).made_at)
    publish()
    assert change.cutoff_size == size
    assert judged(before).status is Status.VALID
    assert judged(after).status is Status.KEY_REVOKED


def test_a_token_that_is_shown_in_part_is_the_one_that_the_log_was_told_of():
    token = a_token(kind=Kind.SD_JWT)
    give_up(current())
    in_part = token.split("~")[0] + "~"
    assert token_digest(in_part) == token_digest(token)
    assert judged(in_part).status is Status.VALID


def test_the_log_was_told_of_a_token_without_a_name_and_says_so():
    token = a_token()
    event = Event.objects.get(kind="enveloped")
    assert event.document["token"] == token_digest(token)
    assert "Ada" not in event.text
    logged = {check.code: check for check in judged(token).checks}[CheckCode.LOG]
    assert (logged.outcome, logged.detail) == (Outcome.PASSED, f"entry {event.entry.index}")


def test_a_stranger_without_the_log_believes_nothing_of_a_stolen_key():
    token = a_token()
    give_up(current())
    assert judged(token, offline=True).status is Status.KEY_REVOKED


def test_after_a_theft_tokens_are_signed_anew():
    token = a_token()
    credential = Credential.objects.get()
    give_up(current())
    with pytest.raises(Refused, match="being prepared"):
        actions.token_of(credential, Kind.JWT)
    SIGN_ENVELOPES.run()
    fresh = actions.token_of(credential, Kind.JWT)
    publish()
    assert fresh != token
    assert judged(fresh, offline=True).status is Status.STATUS_UNKNOWN
    assert [judged(each).status for each in (token, fresh)] == [Status.VALID] * 2
    assert not SIGN_ENVELOPES.waits()


def test_an_alarm_stops_papers_and_tokens_and_nothing_else():
    credential = an_issued_credential()
    change = keyring.declare_compromise(document_key(an_organization()), keeper(), "Stolen")
    with pytest.raises(Refused, match="being prepared"):
        actions.token_of(credential, Kind.JWT)
    with pytest.raises(Refused, match="stolen"):
        actions.sign_now(credential, Kind.JWT)
    assert [stage.waits() for stage in (SIGN_ENVELOPES, PRINT_LOGGED)] == [False, False]
    an_issued_credential("Ben Dube", credential.award.enrolment.version)
    assert (Credential.objects.count(), ISSUE_AWARDS.waits()) == (2, False)
    keyring.withdraw(change, second())
    assert [stage.waits() for stage in (SIGN_ENVELOPES, PRINT_LOGGED)] == [True, True]


def test_an_alarm_about_credentials_stops_no_tokens():
    credential = an_issued_credential()
    keyring.declare_compromise(credential.key, keeper(), "Stolen")
    assert actions.sign_now(credential, Kind.JWT)


def test_the_did_document_and_the_history_have_past_keys_of_documents():
    first = document_key(an_organization())
    rotate()
    stolen = current()
    change = give_up(stolen)
    document = documents.did_document(an_organization())
    of_documents = [
        method
        for method in document["verificationMethod"]
        if algorithm_of(method["publicKeyMultibase"]) == "P-256"
    ]
    assert [method["id"] for method in of_documents] == [
        key.verification_method for key in (first, stolen, current())
    ]
    assert [method.get("revoked") for method in of_documents] == [
        None,
        f"{change.since:%Y-%m-%dT%H:%M:%SZ}",
        None,
    ]
    assert stolen.verification_method not in document["assertionMethod"]
    history = documents.key_history(an_organization())["keys"]
    assert [(key["use"], "validUntil" in key, "logSize" in key) for key in history] == [
        ("credentials", False, False),
        ("documents", True, False),
        ("documents", True, True),
        ("documents", False, False),
    ]


def test_every_turn_of_a_document_key_stands_in_the_log_and_fsck_knows_it():
    a_token()
    first = current()
    rotate()
    give_up(current())
    publish()
    told = Event.objects.filter(kind__startswith="key-").order_by("pk")
    of_documents = told.exclude(document__key__startswith="z6Mk")
    assert [event.kind for event in of_documents] == [
        "key-added",
        *("key-retired", "key-added"),
        *("key-compromised", "key-retired", "key-added"),
    ]
    assert broken() == []
    IssuerKey.objects.filter(pk=first.pk).update(valid_until=timezone.now() + timedelta(hours=1))
    assert broken() == [f"issuing.IssuerKey:{first.pk} ({first.name})"]


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=st.lists(st.sampled_from(["token", "rotate", "give up"]), max_size=6))
def test_whatever_happens_to_keys_what_was_honestly_signed_stays_valid(deeds, db):
    """And exactly one key of documents is in use, and the log has one entry for each turn."""
    Envelope.objects.all().delete()
    version, tokens = a_course(), []
    document_key(an_organization())
    for n, deed in enumerate(deeds):
        match deed:
            case "token":
                tokens.append(a_token(f"Learner{n} Nkosi", Kind.SD_JWT, version))
            case "rotate":
                rotate()
            case "give up":
                give_up(current())
    publish()
    assert {judged(token).status for token in tokens} <= {Status.VALID}
    keys = an_organization().issuer_keys.for_use(Use.DOCUMENTS)
    assert keys.filter(valid_until=None).count() == 1
    told = [event.document["key"] for event in Event.objects.filter(kind="key-added")]
    assert {key.multikey: told.count(key.multikey) for key in keys} == dict.fromkeys(
        (key.multikey for key in keys), 1
    )
