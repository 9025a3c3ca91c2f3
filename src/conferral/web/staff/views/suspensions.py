"""Whether new credentials name a list on which a suspension would stand."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from conferral.credentials.issuing import suspensions
from conferral.foundation.accounts.roles import Right
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.key_page import tried


@require_POST
@requires(Right.EDIT_ORGANIZATION)
def switch(request: MemberRequest, on: bool) -> HttpResponse:
    decide = suspensions.begin_listing if on else suspensions.cease_listing
    return tried(request, lambda: decide(request.organization, request.user))
