"""The register in numbers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import a_course, an_award, an_issued_credential, an_organization, dara
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.models import Credential
from conferral.foundation.belt import PATIENCE
from conferral.learning.awards.models import Award
from conferral.oversight.reports import register

pytestmark = pytest.mark.django_db


def test_it_counts_what_was_issued_and_to_how_many():
    version = a_course()
    for name in ("Ada Nkosi", "Ben Dube"):
        an_issued_credential(name, version)
    figures = register.figures(an_organization())
    assert (figures.issued_12_months, figures.learners, figures.waiting) == (2, 2, 2)


def test_another_organization_is_not_counted():
    an_issued_credential(version=a_course(organization=an_organization("Other", "QT")))
    assert register.figures(an_organization()).issued_12_months == 0


def test_what_expires_within_sixty_days_is_counted_unless_it_was_revoked():
    version = a_course(validity_months=12)
    soon = an_issued_credential("Ada Nkosi", version, days_ago=330)
    an_issued_credential("Ben Dube", version)
    assert register.figures(an_organization()).expiring_60_days == 1
    actions.revoke(soon, dara(), "Issued in error")
    assert register.figures(an_organization()).expiring_60_days == 0


def test_what_needs_a_person_is_counted_at_every_stage():
    an_award()
    Award.objects.update(attempts=PATIENCE)
    an_issued_credential("Ben Dube", a_course("other"))
    Credential.objects.update(attempts=PATIENCE)
    assert register.figures(an_organization()).stuck_rows == 2


def test_the_months_are_twelve_the_last_is_this_one():
    months = register.per_month(an_organization())
    today = timezone.now().astimezone(an_organization().zone).date()
    assert len(months) == 12
    assert months[-1][0] == today.replace(day=1)
    assert [month for month, _ in months] == sorted(month for month, _ in months)


def test_what_was_issued_late_in_the_evening_belongs_to_the_month_there():
    an_issued_credential()
    zone = an_organization().zone
    first = timezone.now().astimezone(zone).replace(day=1, hour=0, minute=30, second=0)
    Credential.objects.update(issued_at=first)
    assert dict(register.per_month(an_organization()))[first.date()] == 1
    Credential.objects.update(issued_at=first - timedelta(hours=1))
    assert dict(register.per_month(an_organization()))[first.date()] == 0
