"""The register in numbers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import (
    a_course,
    an_accreditation,
    an_award,
    an_issued_credential,
    an_organization,
    dara,
)
from conferral.credentials.delivery.models import Delivery
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.models import Looks
from conferral.foundation.belt import PATIENCE
from conferral.foundation.mail.models import Message
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


def test_specimens_count_nowhere():
    an_issued_credential(version=a_course(validity_months=1))
    Credential.objects.update(is_specimen=True)
    figures = register.figures(an_organization())
    assert (figures.issued_12_months, figures.expiring_60_days) == (0, 0)
    assert not any(month.issued for month in register.per_month(an_organization()))


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
    figures = register.figures(an_organization())
    assert figures.stuck_kinds == {"awards", "credentials"}


def test_the_months_are_twelve_the_last_is_this_one():
    months = register.per_month(an_organization())
    today = timezone.now().astimezone(an_organization().zone).date()
    assert len(months) == 12
    assert months[-1].first == today.replace(day=1)
    assert [month.first for month in months] == sorted(month.first for month in months)


def test_what_was_issued_late_in_the_evening_belongs_to_the_month_there():
    an_issued_credential()
    zone = an_organization().zone
    first = timezone.now().astimezone(zone).replace(day=1, hour=0, minute=30, second=0)
    Credential.objects.update(issued_at=first)
    assert issued_in(first.date()) == 1
    Credential.objects.update(issued_at=first - timedelta(hours=1))
    assert issued_in(first.date()) == 0


def issued_in(first):
    months = register.per_month(an_organization())
    return next(month.issued for month in months if month.first == first)


def test_a_month_says_how_many_were_accredited():
    version = a_course()
    an_accreditation(version)
    an_issued_credential("Ada Nkosi", version)
    an_issued_credential("Ben Dube", a_course("other"))
    newest = register.per_month(an_organization())[-1]
    assert (newest.issued, newest.accredited) == (2, 1)


def test_looks_of_strangers_are_counted_for_whom_they_concern():
    credential = an_issued_credential()
    Looks.objects.create(credential=credential, day=timezone.localdate(), count=7)
    assert register.figures(an_organization()).verifications == 7
    assert register.figures(an_organization("Other", "QT")).verifications == 0


def test_how_long_it_takes_to_the_letter_is_the_median_of_the_letters_that_went():
    assert register.figures(an_organization()).until_mailed is None
    for minutes, name in ((2, "Ada Nkosi"), (3, "Ben Dube"), (600, "Cyn Ohm")):
        a_letter_after(timedelta(minutes=minutes), an_issued_credential(name, a_course()))
    assert register.figures(an_organization()).until_mailed == timedelta(minutes=3)


def a_letter_after(time, credential):
    now = timezone.now()
    printed = Certificate.objects.create(credential=credential, printed_at=now)
    Award.objects.filter(pk=credential.award_id).update(earned_at=now - time)
    letter = Message.objects.create(
        organization=an_organization(), key=credential.number, to="a@x.test", sent_at=now
    )
    Delivery.objects.create(certificate=printed, message=letter)
