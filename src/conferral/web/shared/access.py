"""Who may see a page of the staff."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import RIGHTS, Right, Role
from conferral.foundation.staff.members import in_force
from conferral.web.shared import acting, second_factor, view_as
from conferral.web.shared.forms_only import LOOKING, way_back
from conferral.web.shared.view_as import Seen

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request by someone who was let in: who it is, for which organization, with which rights."""

    user: Person
    organization: Organization
    organizations: tuple[Organization, ...]  # All whose staff they are.
    rights: frozenset[Right]
    seen: Seen | None  # As whom the site is shown; `viewer` is then who looks.
    viewer: Person


MemberView = Callable[Concatenate[MemberRequest, P], HttpResponseBase]


def requires(right: Right) -> Callable[[MemberView[P]], Callable[..., HttpResponseBase]]:
    """Let members with this right in. Strangers are asked to sign in, others get the 403 page.

    Inside, the time zone is the organization's own.
    """

    def decorate(view: MemberView[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(way_back(request))
            if to_show := second_factor.missing(request):
                return to_show
            _see_as(request)
            _admit(request, right)
            with timezone.override(request.organization.zone):
                return view(request, *args, **kwargs)

        return guarded

    return decorate


def _see_as(request: MemberRequest) -> None:
    """Whoever sees the site as somebody else has that person's rights to look, and to nothing."""
    was_begun = view_as.was_begun(request)
    request.viewer, request.seen = request.user, view_as.current(request)
    if was_begun and request.method not in LOOKING:  # Over or not: it is a form of their page.
        raise PermissionDenied("do something while you see the site as somebody else")
    if request.seen:
        request.user = request.seen.person


def _admit(request: MemberRequest, right: Right) -> None:
    theirs = in_force(timezone.now()).filter(person=request.user.pk)
    if request.seen:
        theirs = theirs.filter(organization=request.seen.organization)
    held = list(theirs.select_related("organization").order_by("pk"))
    if not held:
        raise PermissionDenied(right)
    request.organizations = tuple(dict.fromkeys(one.organization for one in held))
    if request.seen:
        request.organization = request.seen.organization
    else:
        request.organization = acting.chosen_among(request, request.organizations)
    request.rights = frozenset().union(
        *(RIGHTS[Role(one.role)] for one in held if one.organization == request.organization)
    )
    if right not in request.rights:
        raise PermissionDenied(right)
