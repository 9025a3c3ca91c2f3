"""Issuing: signed, logged, taken back, exactly once."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cast import a_course, an_accreditation, an_award, an_issued_credential, dara, publish
from conferral.credentials.issuing import actions, documents
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.actions import find, judge_ours
from conferral.credentials.verification.record import State
from conferral.foundation.audit.models import Entry as AuditLine
from conferral.foundation.refusal import Refused
from credkit import schemas

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
    assert (line.actor, line.details) == (dara(), {"because": "Issued in error"})


def test_revoking_twice_or_without_a_reason_is_refused():
    credential = an_issued_credential()
    with pytest.raises(Refused, match="why"):
        actions.revoke(credential, dara(), "  ")
    actions.revoke(credential, dara(), "Issued in error")
    with pytest.raises(Refused, match="already"):
        actions.revoke(credential, dara(), "Again")


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
