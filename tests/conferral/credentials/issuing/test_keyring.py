"""Keys begin and end; what they have signed stays, but for what a thief may have signed."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import a_course, a_member, an_award, an_issued_credential, an_organization, publish
from conferral.credentials.issuing import actions, documents, keyring
from conferral.credentials.issuing.jobs import CHANGE_KEYS, ISSUE_AWARDS
from conferral.credentials.issuing.models import Credential, Event, KeyChange, StatusList
from conferral.credentials.transparency import log
from conferral.credentials.transparency.models import SignedCheckpoint
from conferral.credentials.verification.actions import find, judge_ours, materials_of
from conferral.credentials.verification.record import State
from conferral.foundation.accounts.roles import Role
from conferral.foundation.audit.models import Entry as AuditLine
from conferral.foundation.refusal import Refused
from credkit import canonical
from credkit.verify import Status, verify

pytestmark = pytest.mark.django_db


def keeper():
    return a_member("Kofi", Role.ADMINISTRATOR)


def second():
    return a_member("Lerato", Role.ADMINISTRATOR)


def current():
    return an_organization().issuer_keys.get(valid_until=None)


def rotate(because="It is time"):
    change = keyring.propose_rotation(an_organization(), keeper(), because)
    keyring.confirm(change, second())
    CHANGE_KEYS.run()
    change.refresh_from_db()
    return change


def give_up(key, since=None):
    change = keyring.declare_compromise(key, keeper(), "A laptop was stolen", since)
    keyring.confirm(change, second())
    CHANGE_KEYS.run()
    change.refresh_from_db()
    return change


def judged(credential):
    return judge_ours(find(credential.number), timezone.now()).status


def as_a_stranger(credential):
    """By the document, the published materials and the history of the keys."""
    found = find(credential.number)
    materials = materials_of(found, log.checkpoint())
    return verify(documents.secured_document(found), materials, timezone.now()).status


def test_a_new_key_takes_two_people():
    change = keyring.propose_rotation(an_organization(), keeper(), "It is time")
    assert CHANGE_KEYS.run() == 0
    with pytest.raises(Refused, match="Someone else"):
        keyring.confirm(change, keeper())
    old = current()
    keyring.confirm(change, second())
    CHANGE_KEYS.run()
    assert current() != old


def test_certificates_of_every_age_stay_valid_through_three_rotations():
    version = a_course()
    credentials = [an_issued_credential("Learner0 Nkosi", version)]
    for n in range(1, 4):
        rotate()
        credentials.append(an_issued_credential(f"Learner{n} Nkosi", version))
    assert len({credential.key_id for credential in credentials}) == 4
    assert [judged(credential) for credential in credentials] == [State.VALID] * 4
    assert [as_a_stranger(credential) for credential in credentials] == [Status.VALID] * 4


def test_the_history_says_who_why_and_when():
    rotate("The old one is old")
    old, new = an_organization().issuer_keys.order_by("valid_from")
    assert (old.valid_until, old.ended_by) == (new.valid_from, new.began_by)
    assert old.ended_by.because == "The old one is old"
    assert (old.ended_by.submitted_by, old.ended_by.approved_by) == (keeper(), second())
    deeds = AuditLine.objects.filter(deed__contains="signing key").order_by("pk")
    assert [line.deed for line in deeds][1:] == ["retired a signing key", "made a signing key"]


def test_a_change_of_keys_stands_in_the_public_log():
    rotate()
    give_up(current())
    kinds = Event.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [
        "key-added",
        *("key-retired", "key-added"),
        *("key-compromised", "key-retired", "key-added"),
    ]


def test_what_was_logged_before_the_theft_counts_and_what_came_later_does_not():
    version = a_course()
    before = an_issued_credential("Ada Nkosi", version)
    key, size = current(), log.checkpoint().size
    after = an_issued_credential("Mallory", version)
    change = give_up(key, since=SignedCheckpoint.objects.get(size=size).made_at)
    publish()
    assert change.cutoff_size == size
    assert (judged(before), as_a_stranger(before)) == (State.VALID, Status.VALID)
    assert (judged(after), as_a_stranger(after)) == (State.KEY_REVOKED, Status.KEY_REVOKED)


def test_what_a_thief_signs_beside_the_log_is_never_valid():
    credential = an_issued_credential()
    give_up(credential.key)
    publish()
    found = find(credential.number)
    materials = materials_of(found, None)  # No proof from the log.
    verdict = verify(documents.secured_document(found), materials, timezone.now())
    assert verdict.status is Status.KEY_REVOKED


def test_after_a_theft_the_lists_are_signed_with_the_new_key():
    credential = an_issued_credential()
    give_up(credential.key)
    assert StatusList.objects.filter(published_at=None).exists()
    publish()
    listed = StatusList.objects.get(purpose="revocation").document
    assert listed["proof"]["verificationMethod"] == current().verification_method


def test_late_confirmation_gains_nothing_for_the_thief():
    key = current()
    change = keyring.declare_compromise(key, keeper(), "Stolen")
    size = change.cutoff_size
    log.append([bytes(32)])
    publish()
    keyring.confirm(change, second())
    CHANGE_KEYS.run()
    key.refresh_from_db()
    assert key.cutoff_size == size


def test_what_was_promised_a_place_before_the_alarm_still_counts():
    (credential,) = actions.issue([an_award()])
    give_up(credential.key)
    publish()
    assert judged(credential) is State.VALID


def test_from_the_alarm_on_nothing_is_signed_and_the_rows_wait_without_a_try():
    award = an_award()
    change = keyring.declare_compromise(current(), keeper(), "Stolen")
    assert not ISSUE_AWARDS.waits()
    with pytest.raises(Refused, match="stolen"):
        actions.issue([award])
    award.refresh_from_db()
    assert (award.attempts, Credential.objects.count()) == (0, 0)
    keyring.withdraw(change, second())
    ISSUE_AWARDS.run()
    assert Credential.objects.count() == 1


def test_the_alarm_of_one_organization_stops_no_other():
    keyring.declare_compromise(current(), keeper(), "Stolen")
    other = an_organization("Other", "QT")
    an_award("Ben Dube", a_course(organization=other))
    ISSUE_AWARDS.run()
    assert Credential.objects.count() == 1


def test_a_retired_key_can_be_found_to_have_been_stolen():
    credential = an_issued_credential()
    rotate()
    in_use = current()
    give_up(credential.key)
    publish()
    assert current() == in_use
    assert judged(credential) is State.VALID


def test_a_rotation_that_a_theft_has_overtaken_changes_nothing_more():
    change = keyring.propose_rotation(an_organization(), keeper(), "It is time")
    give_up(current())
    in_use = current()
    keyring.confirm(change, second())
    CHANGE_KEYS.run()
    assert current() == in_use
    assert not KeyChange.objects.open().exists()


def test_the_did_document_lists_past_keys_and_revokes_the_stolen_ones():
    first = current()
    rotate()
    second_key = current()
    change = give_up(second_key)
    document = documents.did_document(an_organization())
    methods = {method["id"]: method for method in document["verificationMethod"]}
    assert list(methods) == [key.verification_method for key in (first, second_key, current())]
    assert document["assertionMethod"] == [
        first.verification_method,
        current().verification_method,
    ]
    revoked = methods[second_key.verification_method]["revoked"]
    assert revoked == f"{change.since:%Y-%m-%dT%H:%M:%SZ}"
    assert not any("expires" in method for method in methods.values())


def test_the_did_document_says_where_the_history_is():
    document = documents.did_document(an_organization())
    (service,) = document["service"]
    assert service["serviceEndpoint"].endswith("/.well-known/key-history.json")
    canonical.check_terms(document)


def test_the_published_history_can_be_checked_against_the_log():
    give_up(current())
    publish()
    history = documents.key_history(an_organization())
    assert [set(key) for key in history["keys"]] == [
        {"id", "use", "publicKeyJwk", "validFrom", "validUntil", "revoked", "logSize"},
        {"id", "use", "publicKeyJwk", "validFrom"},
    ]
    for told in history["events"]:
        proof = log.proof_of(told["index"], bytes.fromhex(told["salt"]), log.checkpoint())
        assert proof.includes(told["document"], log.verification_key())


@pytest.mark.parametrize("because", ["", "   "])
def test_a_change_of_keys_needs_a_reason(because):
    with pytest.raises(Refused, match="why"):
        keyring.propose_rotation(an_organization(), keeper(), because)
    with pytest.raises(Refused, match="why"):
        keyring.declare_compromise(current(), keeper(), because)


def test_what_is_not_open_is_neither_confirmed_nor_withdrawn():
    change = rotate()
    for decision in (keyring.confirm, keyring.withdraw):
        with pytest.raises(Refused, match="done already"):
            decision(change, second())
    taken_back = keyring.propose_rotation(an_organization(), keeper(), "Again")
    keyring.withdraw(taken_back, second())
    with pytest.raises(Refused, match="withdrawn"):
        keyring.confirm(taken_back, second())


def test_nothing_is_proposed_twice_and_nothing_stolen_in_the_future():
    keyring.propose_rotation(an_organization(), keeper(), "It is time")
    with pytest.raises(Refused, match="already"):
        keyring.propose_rotation(an_organization(), second(), "It is time")
    with pytest.raises(Refused, match="future"):
        keyring.declare_compromise(
            current(), keeper(), "Stolen", timezone.now() + timedelta(hours=1)
        )
    key = current()
    give_up(key)
    with pytest.raises(Refused, match="given up"):
        keyring.declare_compromise(key, keeper(), "Again")


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=st.lists(st.sampled_from(["issue", "rotate", "give up"]), max_size=7))
def test_whatever_happens_to_keys_what_was_honestly_issued_stays_valid(deeds, db):
    """And exactly one key is in use, and the log has one entry for each turn."""
    Credential.objects.all().delete()
    version, issued = a_course(), []
    for n, deed in enumerate(deeds):
        match deed:
            case "issue":
                issued += actions.issue([an_award(f"Learner{n} Nkosi", version)])
            case "rotate":
                rotate()
            case "give up":
                give_up(current())
    publish()
    assert {judged(credential) for credential in issued} <= {State.VALID}
    assert an_organization().issuer_keys.filter(valid_until=None).count() == 1
    stolen = an_organization().issuer_keys.filter(compromised_at__isnull=False)
    assert stolen.count() == Event.objects.filter(kind="key-compromised").count()
