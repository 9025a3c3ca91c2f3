"""The search of every page, the list of keys, and the ways to issue: all pages of their own."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render

from conferral.foundation.accounts.roles import Right
from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.asking import sought_in
from conferral.web.staff.finding import AT_MOST, found
from conferral.web.staff.rooms import rooms_for

SINGLE_KEYS = "single_keys"
"""The cookie in which a browser remembers that its user wants no keys of one letter."""

_REMEMBERED = timedelta(days=365)


@requires(Right.SEE_REGISTER)
def find(request: MemberRequest) -> HttpResponse:
    """What was found; with nothing to look for, every room. Ctrl+K shows it over any page."""
    sought = sought_in(request.GET)
    kinds = found(request, sought)
    context = {
        "sought": sought,
        "kinds": kinds,
        "count": sum(len(kind.hits) for kind in kinds),
        "at_most": AT_MOST,
        "rooms": () if sought else rooms_for(request.rights),
    }
    return render(request, "staff/find.html", context)


@requires(Right.SEE_REGISTER)
def keyboard(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        answer = redirect("keyboard")
        is_on = request.POST.get(SINGLE_KEYS) == "on"
        answer.set_cookie(
            SINGLE_KEYS,
            "on" if is_on else "off",
            max_age=_REMEMBERED,
            samesite="Lax",
            httponly=True,
        )
        return answer
    context = {
        "rooms": [room for room in rooms_for(request.rights) if room.key],
        "is_on": request.COOKIES.get(SINGLE_KEYS) != "off",
    }
    return render(request, "staff/keyboard.html", context)


@requires(Right.SEE_REGISTER)
def issue(request: MemberRequest) -> HttpResponse:
    """Every way in which a certificate comes to be, for those who may go it."""
    awards = Award.objects.of(request.organization).unissued()
    context = {"releasable": awards.filter(waits_for=WaitsFor.RELEASE).count()}
    return render(request, "staff/issue.html", context)
