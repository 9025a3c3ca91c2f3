"""How tests let many people earn a certificate that has to wait."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from cast import an_organization
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Role
from conferral.learning.awards.jobs import SETTLE_CHANGED
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import CertificateKind, CertificateType, CourseVersion
from conferral.learning.progress.models import Enrolment


def today(organization: Organization | None = None) -> date:
    return timezone.now().astimezone((organization or an_organization()).zone).date()


def a_type(**of_type: object) -> CertificateType:
    return CertificateType.objects.create(
        organization=an_organization(),
        **{
            "code": f"type-{CertificateType.objects.count()}",
            "kind": CertificateKind.COMPLETION,
            "title": "Certificate of Completion",
        }
        | of_type,
    )


def a_released_type(role: str = Role.REGISTRAR) -> CertificateType:
    return a_type(released_by=role)


def earned(
    version: CourseVersion, count: int = 1, *, days_ago: int = 0, at: datetime | None = None
) -> list[Award]:
    """So many people completed it so many days ago. Nobody has settled what they wait for."""
    moment = at or timezone.now() - timedelta(days=days_ago)
    first = Person.objects.count()
    people = Person.objects.bulk_create(
        Person(email=f"learner{first + n}@example.test", printed_name=f"Learner{first + n} Nkosi")
        for n in range(count)
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(person=person, version=version, evaluated_at=moment) for person in people
    )
    completed_on = moment.astimezone(version.course.organization.zone).date()
    return Award.objects.bulk_create(
        Award(enrolment=enrolment, earned_at=moment, completed_on=completed_on)
        for enrolment in enrolments
    )


def settled(version: CourseVersion, count: int = 1, *, days_ago: int = 0) -> list[Award]:
    """The same, as the belt left them."""
    keys = [award.pk for award in earned(version, count, days_ago=days_ago)]
    while SETTLE_CHANGED.run():
        pass
    return list(Award.objects.filter(pk__in=keys).order_by("pk"))
