"""Whoever wants to see what comes out gets a specimen: signed, printed and sent, to themselves."""

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.progress.models import Enrolment


@transaction.atomic
def award_to(person: Person, version: CourseVersion) -> Award:
    """The belt does the rest. Refused to who is enrolled in it: theirs is to be earned.

    It waits for no approval: “Specimen” stands before the name, in what is signed, too. Nothing
    rests on it, and whoever has one can earn the certificate still.
    """
    known = f"You are enrolled in “{version}” already, or have a specimen of it."
    if Enrolment.objects.filter(person=person, version=version).exists():
        raise Refused(known)
    now, organization = timezone.now(), version.course.organization
    # It has been looked at: no criterion decides about a specimen.
    enrolment, is_new = Enrolment.objects.get_or_create(
        person=person, version=version, cycle=0, defaults={"evaluated_at": now}
    )
    if not is_new:
        raise Refused(known)  # The button was pressed twice.
    award = Award.objects.create(
        enrolment=enrolment,
        earned_at=now,
        completed_on=timezone.localdate(now, organization.zone),
        is_specimen=True,
    )
    record(person, "took a specimen", award, organization)
    return award
