"""What accrediting bodies ask stands in the checklists of those who can answer it."""

from datetime import date

import pytest

from cast import a_body, a_draft, an_accreditation, an_organization, hana
from conferral.foundation.accounts.roles import Role
from conferral.learning.accreditation.models import Accreditation, Area, Requirement, Standard
from conferral.learning.catalog.models import CertificateKind, CertificateType
from conferral.learning.review.standards import questions
from reviewing import review_of, submitted

pytestmark = pytest.mark.django_db

_CONTENT = "Sources are named.\n\nTerms are those of the trade.\n"


@pytest.fixture
def standard():
    return Standard.objects.create(
        body=a_body(), area=Area.CONTENT, title="Content Standard", edition="3", criteria=_CONTENT
    )


def a_type(*, needs_accreditation):
    return CertificateType.objects.create(
        organization=an_organization(),
        code="accredited",
        kind=CertificateKind.ACCREDITED,
        title="Accredited Certificate",
        needs_accreditation=needs_accreditation,
    )


def texts(version, role):
    return [question.text for question in questions(version, role)]


def test_a_standard_of_a_body_that_vouches_for_the_course_is_asked(standard):
    version = a_draft()
    an_accreditation(version)
    review = review_of(submitted(version), Role.EXPERT)
    asked = [item for item in review.items.all() if item.standard]
    assert [item.text for item in asked] == ["Sources are named.", "Terms are those of the trade."]
    assert {item.standard for item in asked} == {"National Board: Content Standard 3"}


def test_a_body_that_has_nothing_to_do_with_the_course_asks_nothing(standard):
    assert texts(a_draft(), Role.EXPERT) == []


def test_an_accreditation_that_has_ended_asks_nothing(standard):
    version = a_draft()
    an_accreditation(version)
    Accreditation.objects.update(valid_until=date(2021, 1, 1))
    assert texts(version, Role.EXPERT) == []


def test_a_body_that_must_vouch_asks_before_it_does(standard):
    kind = a_type(needs_accreditation=True)
    Requirement.objects.create(certificate_type=kind, body=standard.body)
    assert len(texts(a_draft(certificate_type=kind), Role.EXPERT)) == 2


@pytest.mark.parametrize(
    ("area", "needs_accreditation", "role"),
    [
        (Area.CONTENT, False, Role.EXPERT),
        (Area.ASSESSMENT, True, Role.TRAINER),
        (Area.INSTRUCTORS, True, Role.OFFICER),
        (Area.INSTRUCTORS, False, Role.TRAINER),
    ],
)
def test_each_line_is_asked_once_and_of_whoever_can_answer(
    standard, area, needs_accreditation, role
):
    Standard.objects.update(area=area)
    version = a_draft(certificate_type=a_type(needs_accreditation=needs_accreditation))
    an_accreditation(version)
    roles = (Role.EXPERT, Role.TRAINER, Role.OFFICER)
    assert [each for each in roles if texts(version, each)] == [role]


def test_a_checklist_stays_as_it_was_when_the_review_was_asked_for(standard):
    hana()
    version = a_draft()
    an_accreditation(version)
    review = review_of(submitted(version), Role.EXPERT)
    Standard.objects.update(criteria="Something else.")
    assert "Sources are named." in [item.text for item in review.items.all()]
