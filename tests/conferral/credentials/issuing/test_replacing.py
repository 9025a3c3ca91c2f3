"""Another certificate in the place of one that is wrong, lost or worth nothing any more."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from cast import a_course, an_issued_credential, an_organization, dara, publish
from conferral.credentials.issuing import actions, suspensions
from conferral.credentials.issuing.actions import Change
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.verification.actions import judge_ours
from conferral.credentials.verification.record import State
from conferral.foundation.audit.models import Entry
from conferral.foundation.refusal import Refused
from conferral.oversight.fsck.run import findings
from credkit import data_model

LOST = Change("The holder has lost it", Reason.LOST)
NOW = datetime.now(UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost():
    return an_issued_credential(days_ago=3)


def replaced(credential, change=LOST):
    new = actions.replace(credential, dara(), change)
    publish()
    credential.refresh_from_db()
    return Credential.objects.get(pk=new.pk)


def broken():
    """But for the results that the cast does not bother to record."""
    return [each for each in findings() if "it was not earned" not in each.problem]


def status_of(credential):
    return judge_ours(credential, datetime.now(UTC)).status


def test_the_new_one_says_the_same_from_today_on(lost):
    new = replaced(lost)
    before, after = secured_document(lost), secured_document(new)
    for said in ("id", "validFrom", "credentialStatus", "proof"):
        del before[said], after[said]
    same = ("name", "achievement", "awardedDate")
    told = before["credentialSubject"], after["credentialSubject"]
    for subject in told:
        subject["achievement"].pop("licenseNumber", None)
    assert [told[0].get(key) for key in same] == [told[1].get(key) for key in same]
    assert new.slots["holder"] == lost.slots["holder"]
    assert (new.award_id, new.shape_id) == (lost.award_id, lost.shape_id)
    assert new.issued_at > lost.issued_at


def test_the_new_one_is_a_sound_document_and_valid(lost):
    new = replaced(lost)
    data_model.check_credential(secured_document(new))
    assert status_of(new) is State.VALID


def test_the_old_number_does_not_count_any_more_and_names_the_new_one(lost):
    new = replaced(lost)
    assert lost.replaced_by == new
    assert new.replaces == lost
    assert lost.revoked_because == "The holder has lost it"
    assert lost.status == "replaced"


def test_the_name_is_corrected(lost):
    change = Change("The name was wrong", Reason.WRONG_NAME, "Ada Lovelace")
    assert secured_document(replaced(lost, change))["credentialSubject"]["name"] == "Ada Lovelace"


def test_the_public_log_is_told_by_digests_alone(lost):
    new = replaced(lost)
    (event,) = lost.events.all()
    assert event.document["credential"] == bytes(lost.digest).hex()
    assert event.document["by"] == bytes(new.digest).hex()
    assert (event.kind, event.document["reason"]) == ("replaced", "lost")
    assert event.entry.index is not None


def test_the_trail_says_who_replaced_it_and_that_a_new_one_was_issued(lost):
    new = replaced(lost)
    said = Entry.objects.get(deed="replaced")
    assert (said.actor, said.details["by"]) == (dara(), new.number)
    assert Entry.objects.filter(deed="issued").last().details["numbers"] == [new.number]


def test_what_was_earned_is_still_earned(lost):
    replaced(lost)
    lost.award.refresh_from_db()
    assert lost.award.ended_at is None


def test_every_promise_still_holds(lost):
    replaced(replaced(lost))
    assert broken() == []


def test_an_old_one_is_not_replaced_twice(lost):
    replaced(lost)
    with pytest.raises(Refused, match="replaced already"):
        actions.replace(lost, dara(), LOST)


def test_an_award_never_has_two_that_are_current(lost):
    new = replaced(lost)
    with pytest.raises(IntegrityError), transaction.atomic():
        Credential.objects.filter(pk=lost.pk).update(replaced_by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Credential.objects.filter(pk=new.pk).update(replaced_by=new.number)


def test_what_is_suspended_is_decided_first(lost):
    actions.suspend(lost, dara(), "A complaint", Reason.COMPLAINT)
    with pytest.raises(Refused, match="Reinstate it first"):
        actions.replace(lost, dara(), LOST)


def test_what_has_expired_is_renewed_instead():
    version = a_course(validity_months=1)
    old = an_issued_credential(version=version, days_ago=60)
    with pytest.raises(Refused, match="only be renewed"):
        actions.replace(old, dara(), LOST)


def test_it_ends_when_the_old_one_would_have_ended():
    old = an_issued_credential(version=a_course(validity_months=12), days_ago=60)
    new = replaced(old)
    assert new.valid_until == old.valid_until
    assert secured_document(new)["validUntil"] == secured_document(old)["validUntil"]


def test_after_a_revocation_that_was_a_mistake_a_new_one_counts(lost):
    actions.revoke(lost, dara(), "Misconduct", Reason.MISCONDUCT)
    new = replaced(lost, Change("An appeal was upheld", Reason.APPEAL_UPHELD))
    lost.award.refresh_from_db()
    assert (status_of(new), lost.revoked_because) == (State.VALID, "Misconduct")
    assert lost.award.ended_at is None
    assert broken() == []


def test_what_was_revoked_does_not_come_back_as_a_lost_one(lost):
    actions.revoke(lost, dara(), "Misconduct", Reason.MISCONDUCT)
    with pytest.raises(Refused, match="Only an appeal"):
        actions.replace(lost, dara(), LOST)


def test_it_has_places_on_the_same_kinds_of_lists():
    suspensions.begin_listing(an_organization(), dara())
    old = an_issued_credential()
    suspensions.cease_listing(old.status_list.organization, dara())
    new = replaced(old)
    assert new.suspension_list_id
    assert status_of(new) is State.VALID


def test_of_a_holder_who_was_forgotten_there_is_no_other(lost):
    Credential.objects.filter(pk=lost.pk).update(slots={})
    with pytest.raises(Refused, match="forgotten"):
        actions.replace(lost, dara(), LOST)


def test_a_suspension_says_until_when(lost):
    today = datetime.now(UTC).date()
    with pytest.raises(Refused, match="past"):
        actions.suspend(lost, dara(), "Complaint", Reason.COMPLAINT, today - timedelta(days=9))
    until = today + timedelta(days=9)
    actions.suspend(lost, dara(), "Complaint", Reason.COMPLAINT, until)
    lost.refresh_from_db()
    assert lost.suspended_until == until
    actions.reinstate(lost, dara(), "Nothing was found", Reason.REVIEW_ENDED)
    lost.refresh_from_db()
    assert lost.suspended_until is None
