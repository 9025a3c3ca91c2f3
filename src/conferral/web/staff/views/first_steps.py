"""The first ten minutes: six steps, then a specimen to oneself."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.foundation.letters import actions as letters
from conferral.foundation.mail.actions import tests_of
from conferral.foundation.refusal import Refused
from conferral.learning.awards import specimens
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff import first_steps as known


@requires(Right.EDIT_ORGANIZATION)
def first_steps(request: MemberRequest) -> HttpResponse:
    return _shown(request)


@require_POST
@requires(Right.EDIT_ORGANIZATION)
def letter(request: MemberRequest) -> HttpResponse:
    try:
        letters.send_test(request.organization, request.user)
    except Refused as refused:
        return _shown(request, refused)
    return redirect("first-steps")


@require_POST
@requires(Right.EDIT_ORGANIZATION)
def specimen(request: MemberRequest) -> HttpResponse:
    version = known.newest_version(request.organization)
    if version is None:  # The page has no such button.
        return redirect("first-steps")
    try:
        specimens.award_to(request.user, version)
    except Refused as refused:
        return _shown(request, refused)
    return redirect("first-steps")


def _shown(request: MemberRequest, refused: Refused | None = None) -> HttpResponse:
    here = known.first_steps(request.organization, request.user)
    context = {
        "here": here,
        "version": known.newest_version(request.organization),
        "letter": tests_of(request.organization).order_by("-pk").first(),
        "refused": refused,
    }
    return render(request, "staff/first_steps.html", context, status=409 if refused else 200)
