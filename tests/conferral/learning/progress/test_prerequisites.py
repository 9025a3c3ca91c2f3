"""Prerequisites: the certificate of one course opens the way to that of another."""

import pytest
from django.utils import timezone

from cast import PASSED, a_course, a_person, an_import, an_issued_credential, dara, publish
from conferral import worker
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.learning.awards.models import Award
from conferral.learning.progress.models import Enrolment

pytestmark = pytest.mark.django_db

ADA = ("Ada Nkosi", "ada@example.test", PASSED)


def enrolled(version):
    return Enrolment.objects.create(
        person=a_person("Ada Nkosi"), version=version, evaluated_at=timezone.now()
    )


def test_who_waits_for_a_certificate_has_the_next_when_it_has_come():
    asking = a_course("trainer", criterion_json={"holds": "first-aid"})
    elsewhere = a_course("nursing", criterion_json={"holds": "basics"})
    enrolled(asking)
    enrolled(elsewhere)
    an_import(ADA, version=a_course("first-aid"))
    worker.run_until_idle()
    titles = Credential.objects.values_list("award__enrolment__version__course__code", flat=True)
    assert sorted(titles) == ["first-aid", "trainer"]


def test_nobody_else_is_looked_at_again():
    enrolled(a_course("nursing", criterion_json={"holds": "basics"}))
    an_issued_credential("Ada Nkosi", a_course("first-aid"))
    assert not Enrolment.objects.changed().exists()


def test_an_award_knows_until_when_its_certificate_counts():
    credential = an_issued_credential("Ada Nkosi", a_course(validity_months=12))
    award = Award.objects.get()
    assert award.issued_at
    assert award.valid_until == credential.valid_until


@pytest.mark.parametrize("how", [issuing.revoke, issuing.suspend])
def test_what_was_taken_back_opens_no_way(how):
    credential = an_issued_credential("Ada Nkosi", a_course("first-aid"))
    waiting = enrolled(a_course("trainer", criterion_json={"holds": "first-aid"}))
    assert waiting.decision.met
    how(credential, dara(), "Exam withdrawn", Reason.OTHER)
    assert not Enrolment.objects.get(pk=waiting.pk).decision.met


def test_what_counts_again_opens_the_way_again():
    credential = an_issued_credential("Ada Nkosi", a_course("first-aid"))
    waiting = enrolled(a_course("trainer", criterion_json={"holds": "first-aid"}))
    issuing.suspend(credential, dara(), "Under review", Reason.OTHER)
    publish()
    issuing.reinstate(credential, dara(), "Reviewed", Reason.OTHER)
    assert Enrolment.objects.changed().get() == waiting
    assert waiting.decision.met
