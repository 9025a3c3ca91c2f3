"""Issuing: signed, logged, taken back, exactly once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cast import (
    a_course,
    an_accreditation,
    an_award,
    an_issued_credential,
    an_organization,
    dara,
    publish,
)
from clock import standing_at
from conferral.credentials.issuing import actions, documents
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential, Event
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.transparency import log
from conferral.credentials.transparency.models import Entry as LogEntry
from conferral.credentials.verification.actions import find, judge_ours, materials_of
from conferral.credentials.verification.record import State
from conferral.foundation.audit.models import Entry as AuditLine
from conferral.foundation.refusal import Refused
from credkit import schemas
from credkit.verify import Outcome, Status, verify

pytestmark = pytest.mark.django_db


def judged(credential):
    return judge_ours(find(credential.number), timezone.now()).status


def test_an_issued_credential_is_valid():
    assert judged(an_issued_credential()) is State.VALID


def test_it_satisfies_the_published_schema():
    version = a_course(validity_months=36)
    an_accreditation(version)
    credential = an_issued_credential(version=version)
    assert schemas.validate(documents.secured_document(credential)) == []


def test_it_is_not_valid_before_its_leaf_is_in_a_signed_checkpoint():
    (credential,) = actions.issue([an_award()])
    assert judged(credential) is not State.VALID
    publish()
    assert judged(credential) is State.VALID


def test_an_award_has_one_credential():
    award = an_award()
    actions.issue([award])
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.issue([award])
    assert Credential.objects.count() == 1


def test_a_revoked_credential_is_revoked_at_once_and_stays_so():
    credential = an_issued_credential()
    actions.revoke(credential, dara(), "Issued in error")
    assert judged(credential) is State.REVOKED
    publish()
    assert judged(credential) is State.REVOKED


def test_revoking_leaves_a_line_that_says_who_and_why():
    credential = an_issued_credential()
    actions.revoke(credential, dara(), "Issued in error")
    line = AuditLine.objects.get(deed="revoked")
    assert (line.actor, line.details["because"]) == (dara(), "Issued in error")


def test_revoking_twice_or_without_a_reason_is_refused():
    credential = an_issued_credential()
    with pytest.raises(Refused, match="why"):
        actions.revoke(credential, dara(), "  ")
    actions.revoke(credential, dara(), "Issued in error")
    with pytest.raises(Refused, match="already"):
        actions.revoke(credential, dara(), "Again")


def test_nothing_hides_in_a_reason_that_everybody_may_read():
    credential = an_issued_credential()
    for deed in (actions.revoke, actions.suspend):
        with pytest.raises(Refused, match="RIGHT-TO-LEFT OVERRIDE"):
            deed(credential, dara(), "Not\u202e now", Reason.OTHER)
    actions.suspend(credential, dara(), "Not\u200b now", Reason.OTHER)
    assert credential.suspended_because == "Not now"
    actions.revoke(credential, dara(), "In\u200b error")
    assert credential.revoked_because == "In error"


def test_one_changed_slot_breaks_the_seal():
    credential = an_issued_credential()
    credential.slots["holder_name"] = "Mallory Nkosi"
    credential.save()
    assert judged(credential) is State.ALTERED


def test_a_certificate_expires_with_its_last_day():
    version = a_course(validity_months=12)
    assert judged(an_issued_credential("Old Nkosi", version, days_ago=400)) is State.EXPIRED
    assert judged(an_issued_credential("New Nkosi", version)) is State.VALID


def test_a_name_that_no_typeface_can_print_is_refused_by_name():
    with pytest.raises(Refused, match="𐎀"):
        actions.issue([an_award("Ada 𐎀")])


def test_a_title_that_no_typeface_can_print_is_refused_before_anything_is_signed():
    with pytest.raises(Refused, match="title of the course"):
        actions.issue([an_award(version=a_course(title="First Aid 🚑"))])
    assert not Credential.objects.exists()


def test_places_on_the_status_list_tell_nothing_about_the_order():
    version = a_course()
    awards = [an_award(f"Learner{n} Nkosi", version) for n in range(30)]
    places = [credential.status_index for credential in actions.issue(awards)]
    assert len(set(places)) == 30
    assert places != sorted(places)


def test_the_accreditation_of_the_day_of_issue_is_frozen_in_the_credential():
    version = a_course()
    accreditation = an_accreditation(version)
    credential = an_issued_credential(version=version)
    accreditation.delete()
    record = judge_ours(find(credential.number), timezone.now()).record
    assert record.label == "Accredited Certificate"
    assert record.accreditation.number == "NBVA/2024/00317"


@pytest.fixture
def suspendable():
    """A credential with a second status entry."""
    organization = an_organization()
    organization.lists_suspensions = True
    organization.save()
    return an_issued_credential()


def status_of(credential):
    return secured_document(Credential.objects.get(pk=credential.pk))["credentialStatus"]


def test_a_credential_has_one_status_unless_its_issuer_lists_suspensions_too():
    assert status_of(an_issued_credential())["statusPurpose"] == "revocation"


def test_an_issuer_that_lists_suspensions_gives_two_statuses_on_two_lists(suspendable):
    revocation, suspension = status_of(suspendable)
    assert [revocation["statusPurpose"], suspension["statusPurpose"]] == [
        "revocation",
        "suspension",
    ]
    assert revocation["statusListCredential"] != suspension["statusListCredential"]
    assert judged(suspendable) is State.VALID


def test_strangers_see_a_suspension_and_its_end_in_the_list(suspendable):
    actions.suspend(suspendable, dara(), "Being reviewed", Reason.UNDER_REVIEW)
    publish()
    assert as_a_stranger(suspendable).status is Status.SUSPENDED
    actions.reinstate(suspendable, dara(), "Nothing found", Reason.REVIEW_ENDED)
    publish()
    assert as_a_stranger(suspendable).status is Status.VALID


def test_a_stranger_reads_a_document_with_two_statuses(suspendable):
    verdict = as_a_stranger(suspendable)
    assert verdict.status is Status.VALID
    assert verdict.checks[0].outcome is Outcome.PASSED


def as_a_stranger(credential):
    """Judged from the document and the published lists alone."""
    found = find(credential.number)
    materials = materials_of(found, log.checkpoint())
    return verify(documents.secured_document(found), materials, timezone.now())


def test_a_suspension_is_decided_by_a_day_that_is_not_over_where_its_issuer_is():
    credential, today = an_issued_credential(), date(2026, 3, 2)
    with standing_at(datetime(2026, 3, 1, 22, 30, tzinfo=UTC)):  # 00:30 in Johannesburg.
        said = credential, dara(), "Being reviewed", Reason.UNDER_REVIEW
        with pytest.raises(Refused, match="That day is past"):
            actions.suspend(*said, until=today - timedelta(days=1))
        actions.suspend(*said, until=today)
    assert Credential.objects.get().suspended_until == today


def test_a_suspended_credential_is_suspended_at_once():
    credential = an_issued_credential()
    actions.suspend(credential, dara(), "Being reviewed", Reason.UNDER_REVIEW)
    assert judged(credential) is State.SUSPENDED
    actions.reinstate(credential, dara(), "Nothing found", Reason.REVIEW_ENDED)
    assert judged(credential) is State.VALID


def test_a_revoked_credential_is_neither_suspended_nor_reinstated():
    credential = an_issued_credential()
    actions.suspend(credential, dara(), "Being reviewed", Reason.UNDER_REVIEW)
    actions.revoke(credential, dara(), "Issued in error", Reason.ISSUED_IN_ERROR)
    for deed in (actions.suspend, actions.reinstate):
        with pytest.raises(Refused, match="revoked already"):
            deed(credential, dara(), "Again", Reason.OTHER)
    assert judged(credential) is State.REVOKED


def test_only_what_is_suspended_is_reinstated_and_only_once_is_it_suspended():
    credential = an_issued_credential()
    with pytest.raises(Refused, match="not suspended"):
        actions.reinstate(credential, dara(), "Why not", Reason.OTHER)
    actions.suspend(credential, dara(), "Being reviewed", Reason.UNDER_REVIEW)
    with pytest.raises(Refused, match="already"):
        actions.suspend(credential, dara(), "Again", Reason.OTHER)


def test_a_deed_that_fails_leaves_no_event(monkeypatch):
    credential = an_issued_credential()
    before = Event.objects.count(), LogEntry.objects.count()
    monkeypatch.setattr(actions, "record_each", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.revoke(credential, dara(), "Issued in error")
    assert (Event.objects.count(), LogEntry.objects.count()) == before
