"""As whom somebody sees the site; kept in their session, and only for a while."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.staff import viewing

_KEY = "seen as"


@dataclass(frozen=True)
class Seen:
    person: Person
    organization: Organization
    until: datetime


def begin(
    request: HttpRequest, viewer: Person, person: Person, organization: Organization, because: str
) -> None:
    now = timezone.now()
    viewing.begin(organization, viewer, person, because, now)
    until = now + viewing.LASTS
    request.session[_KEY] = [person.pk, organization.pk, until.isoformat()]


def was_begun(request: HttpRequest) -> bool:
    """It may be over by now."""
    return _KEY in request.session


def current(request: HttpRequest) -> Seen | None:
    """As whom; None as oneself. What has lasted too long, or may not be, ends here."""
    seen = _seen(request)
    if seen is None:
        return None
    assert isinstance(request.user, Person)  # noqa: S101  # Only who is signed in has begun it.
    if timezone.now() < seen.until and viewing.may(request.user, seen.organization):
        return seen
    end(request)
    return None


def end(request: HttpRequest) -> None:
    """Does nothing where nothing was begun. A form that is still open was shown as somebody."""
    seen = _seen(request)
    if seen is None:
        return
    if isinstance(request.user, Person):
        viewing.end(seen.organization, request.user, seen.person)
    del request.session[_KEY]
    rotate_token(request)


def _seen(request: HttpRequest) -> Seen | None:
    kept = request.session.get(_KEY)
    if kept is None:
        return None
    person, organization, until = kept
    return Seen(
        Person.objects.get(pk=person),
        Organization.objects.get(pk=organization),
        datetime.fromisoformat(until),
    )
