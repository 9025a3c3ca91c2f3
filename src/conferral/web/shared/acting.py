"""For which organization somebody acts who is staff of several; kept in their session.

A form that is open for one of them does nothing to another: neither when another is chosen in the
next tab, nor when the role in the first has ended since.
"""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from conferral.foundation.accounts.models import Organization
from conferral.web.shared.forms_only import LOOKING

_KEY = "acts for"


def choose(request: HttpRequest, organization: Organization) -> None:
    """From the next page on."""
    request.session[_KEY] = organization.pk
    rotate_token(request)  # A form that is still open was the other one's.


def chosen_among(request: HttpRequest, organizations: Sequence[Organization]) -> Organization:
    """The first, until another one is chosen, and when that is theirs no more.

    Raises PermissionDenied for what they send to one that has ended meanwhile.
    """
    first, chosen = organizations[0], request.session.get(_KEY)
    if found := next((each for each in organizations if each.pk == chosen), None):
        return found
    if chosen is not None:
        choose(request, first)
        if request.method not in LOOKING:
            raise PermissionDenied("act for the organization of that form")
    elif len(organizations) > 1:
        request.session[_KEY] = first.pk  # So that its end is noticed.
    return first
