"""The page on which a guardian agrees, or does not, to what may be shown of somebody under age."""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from conferral.credentials.verification import consenting, guardians
from conferral.foundation.consents.actions import Word
from conferral.foundation.consents.models import Guardian
from conferral.foundation.consents.standing import Standing, standings
from conferral.foundation.consents.wording import ADULTS_ONLY, Purpose
from conferral.foundation.refusal import Refused
from conferral.web.learner.access import organization_of, secret
from conferral.web.shared.context import house_of

_WAY = "guardian, by a link"
_THEIRS = frozenset(Purpose) - ADULTS_ONLY


# The link is the secret that a token would be: there is no cookie for others to make use of.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def guardian(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET changes nothing: mail programs and scanners follow links by themselves."""
    speaks = guardians.named(token)
    house = organization_of(speaks.person) if speaks else None
    today = timezone.localdate(timezone=house.zone if house else None)
    if speaks is None or speaks.of_age_on <= today:
        return secret(render(request, "learner/guardian_ended.html", status=404))
    if request.method == "POST":
        with suppress(Refused):  # They came of age a moment ago: the page says so.
            _say(request, speaks)
        return secret(HttpResponseRedirect(request.path))
    context = {
        "guardian": speaks,
        "house": house_of(house),
        "standings": [each for each in standings(speaks.person, today) if _is_theirs(each)],
    }
    return secret(render(request, "learner/guardian.html", context))


def _say(request: HttpRequest, speaks: Guardian) -> None:
    """`answer=yes` agrees; anything else does not."""
    named = request.POST.get("purpose", "")
    if named not in _THEIRS:
        raise Http404
    word = Word(request.POST.get("answer") == "yes", _WAY, speaks)
    consenting.say(speaks.person, Purpose(named), organization_of(speaks.person), word)


def _is_theirs(standing: Standing) -> bool:
    return standing.purpose in _THEIRS
