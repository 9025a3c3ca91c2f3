"""The page behind a learner's own link. Nobody else is named on it, and nobody else finds it."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conferral.credentials.delivery.linkedin import entry_of
from conferral.credentials.verification.looks import tally
from conferral.credentials.verification.sharing import may_share
from conferral.foundation.consents.models import Guardian
from conferral.learning.awards.links import named
from conferral.learning.progress.models import Enrolment
from conferral.web.learner.access import View, is_own, is_theirs_still, secret
from conferral.web.learner.standing import Standing, standing
from conferral.web.shared.answers import json_document
from conferral.web.shared.context import house_of
from conferral.web.shared.private import PRIVATE
from conferral.web.shared.share_form import ShareForm
from conferral.web.shared.showing_form import ShowingForm


def by_link(view: View, allowed: Callable[[View], View] = require_safe) -> View:
    """Open the enrolment that the link names. No cookie, no index, no referrer, nothing kept."""

    @allowed
    @wraps(view)
    def answered(request: HttpRequest, token: str, **named: str) -> HttpResponseBase:
        return secret(_answer(request, token, partial(view, **named)))

    return answered


@by_link
def progress_json(request: HttpRequest, shown: Standing) -> HttpResponse:
    answer = json_document(request, shown.to_json(), cache=PRIVATE)
    del answer["Access-Control-Allow-Origin"]  # Not for the scripts of other sites.
    return answer


def page_of(request: HttpRequest, shown: Standing) -> dict[str, Any]:
    """What the page shows apart from what can be asked on it. `here`: what its addresses begin
    with, whichever way somebody came to it."""
    context = {
        "house": house_of(shown.organization),
        "standing": shown,
        "here": request.path.removesuffix("/ask").removesuffix("/share"),
        "layout": "learner/base.html" if is_own(request) else "public.html",
    }
    return context | _of_certificate(shown)


def _of_certificate(shown: Standing) -> dict[str, Any]:
    """What its holder may decide of it, and how often others looked."""
    if shown.credential is None:
        return {}
    today = timezone.localdate(timezone=shown.organization.zone)
    return {
        "showing": None if _is_minor(shown) else ShowingForm.of(shown.credential),
        "looks": tally(shown.credential, today),
        "linkedin": entry_of(shown.credential),
        "shares": shown.credential.shares.open(timezone.now()).order_by("-pk"),
        "share_form": ShareForm(),
        "may_share": may_share(shown.enrolment.person),
    }


def _is_minor(shown: Standing) -> bool:
    """Then a guardian says what strangers see."""
    return Guardian.objects.of(shown.enrolment.person, timezone.localdate()) is not None


def _answer(request: HttpRequest, token: str, view: View) -> HttpResponseBase:
    try:
        link = named(token)
    except signing.SignatureExpired:
        return render(request, "learner/ended.html", {"has_expired": True}, status=410)
    except signing.BadSignature:
        return render(request, "learner/ended.html", status=404)
    enrolment = _opened(link.what)
    if enrolment is None:
        return render(request, "learner/ended.html", status=404)
    if not is_theirs_still(link.letter, enrolment.person):
        return render(request, "learner/ended.html", {"was_given_up": True}, status=410)
    return view(request, standing(enrolment, timezone.now()))


def _opened(pk: int) -> Enrolment | None:
    """The erased have none."""
    found = Enrolment.objects.filter(pk=pk, person__email__isnull=False)
    return found.select_related("person", "version__course__organization").first()
