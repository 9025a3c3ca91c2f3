"""For which organization somebody acts who is staff of several; kept in their session."""

from collections.abc import Sequence

from django.http import HttpRequest

from conferral.foundation.accounts.models import Organization

_KEY = "acts for"


def choose(request: HttpRequest, organization: Organization) -> None:
    """From the next page on."""
    request.session[_KEY] = organization.pk


def chosen_among(request: HttpRequest, organizations: Sequence[Organization]) -> Organization:
    """The first, until another one is chosen, and when that is theirs no more."""
    chosen = request.session.get(_KEY)
    return next((each for each in organizations if each.pk == chosen), organizations[0])
