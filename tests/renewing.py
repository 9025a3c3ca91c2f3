"""Certificates that end soon, and what renews them."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cast import a_course, an_award, bruno
from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.models import Credential
from conferral.foundation.accounts.models import Organization
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.renewal import actions, opening
from conferral.learning.renewal.actions import Terms
from conferral.learning.renewal.models import Renewal

_AGO = 340  # Days.


def a_licence(code: str = "first-aid", **of_version: object) -> CourseVersion:
    """A course whose certificates are valid for a year."""
    return a_course(code, validity_months=12, **of_version)


def an_ending_credential(
    version: CourseVersion, name: str = "Ada Nkosi", *, days_left: int = 20
) -> Credential:
    """Issued a year ago; `days_left`: until its last day, where its issuer is."""
    at = timezone.now() - timedelta(days=_AGO)
    (credential,) = issuing.issue([an_award(name, version)], at)
    end_in(credential, days_left)
    return credential


def end_in(credential: Credential, days_left: int) -> None:
    """As if it had been issued almost a year ago."""
    organization = credential.key.organization
    last_day = today_of(organization) + timedelta(days=days_left)
    ends = datetime.combine(last_day, time(23, 59, 59), organization.zone)
    issued_at = timezone.now() - timedelta(days=_AGO)
    Credential.objects.filter(pk=credential.pk).update(valid_until=ends)
    Award.objects.filter(pk=credential.award_id).update(valid_until=ends, issued_at=issued_at)
    credential.refresh_from_db()


def an_open_renewal(version: CourseVersion, terms: Terms, days_left: int = 20) -> Renewal:
    """Ada's."""
    actions.set_rule(version.course, terms, bruno())
    credential = an_ending_credential(version, days_left=days_left)
    opening.open_due(version.course.organization, today_of(version.course.organization))
    return Renewal.objects.get(award=credential.award)


def today_of(organization: Organization) -> date:
    return timezone.now().astimezone(organization.zone).date()
