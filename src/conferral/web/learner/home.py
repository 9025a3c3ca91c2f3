"""The first of a person's own pages: what is left to do, and every certificate they have."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.web.learner.access import OwnRequest, let_out, own
from conferral.web.learner.overview import cards, certificates, going_on, overview, to_renew
from conferral.web.shared.paging import page_of

_CARDS = 24


@own
def home(request: OwnRequest) -> HttpResponse:
    now = timezone.now()
    page = page_of(request, certificates(request.person), _CARDS)
    context = {
        "mine": overview(request.person, now),
        "cards": cards(page.object_list, now),
        "page": page,
    }
    return render(request, "learner/home.html", context)


@own
def in_progress(request: OwnRequest) -> HttpResponse:
    now = timezone.now()
    context = {"mine": going_on(request.person, now), "to_renew": to_renew(request.person, now)}
    return render(request, "learner/going_on.html", context)


def _leave(request: OwnRequest) -> HttpResponse:
    let_out(request)
    return redirect("home")


leave = own(_leave, allowed=require_POST)
