"""What the gate says on the day of issue is frozen, printed, and shown to whoever verifies."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cast import a_course, an_award, an_issued_credential, hana
from conferral.credentials.designs.certificate import data_of
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.verification.actions import find, judge_ours
from conferral.learning.accreditation import actions
from conferral.learning.awards.settling import WaitsFor
from conferral.learning.catalog.models import Lacking
from conferral.web.verify import pages
from credkit import schemas
from vouching import a_site, a_teacher, a_type, granted, registered

pytestmark = pytest.mark.django_db

LAST_DAY = date(2026, 6, 30)
# The organization lives two hours east of Greenwich.
BEFORE_MIDNIGHT = datetime(2026, 6, 30, 21, 59, tzinfo=UTC)
AFTER_MIDNIGHT = datetime(2026, 6, 30, 22, 0, tzinfo=UTC)


def record_of(credential, at=None):
    return judge_ours(find(credential.number), at or timezone.now()).record


def issued(version, at, name="Ada Nkosi", site=None):
    award = an_award(name, version)
    award.enrolment.site = site
    award.enrolment.save()
    return issuing.issue([award], at)


def test_midnight_of_the_organizations_zone_decides():
    version = a_course()
    granted(version, valid_until=LAST_DAY)
    (before,) = issued(version, BEFORE_MIDNIGHT)
    (after,) = issued(version, AFTER_MIDNIGHT, "Ben Dube")
    assert (data_of(before).label, data_of(after).label) == ("Accredited Certificate", "")
    assert data_of(before).accreditation.number == "NBVA/2024/00317"


def test_a_lesser_certificate_says_why_on_the_page_and_in_the_signed_document():
    version = a_course(certificate_type=a_type(Lacking.DOWNGRADE))
    granted(version, valid_until=LAST_DAY)
    (credential,) = issued(version, AFTER_MIDNIGHT)
    record = record_of(credential)
    assert (record.certificate_title, record.label) == ("Certificate of Completion", "")
    assert record.not_accredited_because == "NBVA/2024/00317 ended on 30 June 2026."
    document = secured_document(credential)
    assert document["credentialSubject"]["narrative"] == (
        "Not accredited on the day of issue. NBVA/2024/00317 ended on 30 June 2026."
    )
    assert schemas.validate(document) == []
    assert credential.shape.facts["ruling"] == {
        "outcome": "downgraded",
        "reasons": [{"code": "ended", "words": "NBVA/2024/00317 ended on 30 June 2026"}],
    }


def test_what_is_held_is_not_signed_and_waits_with_its_reason():
    version = a_course(certificate_type=a_type(Lacking.HOLD))
    registered(a_teacher(version), LAST_DAY)
    granted(version)
    award = an_award(version=version)
    assert issuing.issue([award], AFTER_MIDNIGHT) == []
    award.refresh_from_db()
    assert (award.issued_at, award.waits_for) == (None, WaitsFor.ACCREDITATION)
    assert "registration lapsed on 30 June 2026" in award.waits_because


def test_one_who_is_held_does_not_hold_up_the_others():
    version = a_course(certificate_type=a_type(Lacking.HOLD))
    durban, soweto = a_site(), a_site("Soweto")
    granted(version, sites=[durban])
    awards = [an_award(name, version) for name in ("Ada Nkosi", "Ben Dube")]
    for award, site in zip(awards, (durban, soweto), strict=True):
        award.enrolment.site = site
        award.enrolment.save()
    (credential,) = issuing.issue(awards)
    assert credential.award == awards[0]


def test_what_lapsed_since_is_said_and_the_certificate_stays_accredited():
    version = a_course()
    accreditation = granted(version)
    credential = an_issued_credential(version=version)
    assert record_of(credential).accreditation.lapsed_since is None
    actions.withdraw(accreditation, "Taken back", hana())
    record = record_of(credential)
    today = timezone.now().astimezone(version.course.organization.zone).date()
    assert (record.label, record.accreditation.lapsed_since) == ("Accredited Certificate", today)


def test_one_that_ended_by_its_own_date_has_lapsed_since_the_next_day():
    version = a_course()
    granted(version, valid_until=LAST_DAY)
    (credential,) = issued(version, BEFORE_MIDNIGHT, "Ben Dube")
    assert record_of(credential, BEFORE_MIDNIGHT).accreditation.lapsed_since is None
    assert record_of(credential, AFTER_MIDNIGHT).accreditation.lapsed_since == date(2026, 7, 1)


def test_the_page_is_another_edition_as_soon_as_the_accreditation_stops():
    version = a_course()
    accreditation = granted(version)
    credential = an_issued_credential(version=version)
    now = timezone.now()
    before = pages.edition(credential.number, now)
    actions.suspend(accreditation, "Under inspection", hana())
    assert pages.edition(credential.number, now) != before


def test_the_page_shows_what_the_gate_decided(client):
    version = a_course()
    accreditation = granted(version)
    credential = an_issued_credential(version=version)
    address = f"/c/{credential.number}"
    assert "accredited on the day of issue" in client.get(address).content.decode()
    actions.end(accreditation, timezone.localdate() - timedelta(days=2), hana())
    assert "Lapsed since" in client.get(address).content.decode()
