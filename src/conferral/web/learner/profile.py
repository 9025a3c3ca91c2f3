"""The public page of somebody who wants one: their name, and each certificate that counts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conferral.credentials.verification.models import Profile
from conferral.credentials.verification.showing import shows_name
from conferral.web.learner.overview import cards, certificates
from conferral.web.shared.context import house_of

_MOST = 100


@require_safe
def public_profile(request: HttpRequest, slug: str) -> HttpResponse:
    """Without the certificates whose names strangers do not see: here a name stands above them."""
    shown = get_object_or_404(Profile.objects.select_related("person"), slug=slug)
    held = [each for each in certificates(shown.person)[:_MOST] if shows_name(each)]
    counting = [card for card in cards(held, timezone.now()) if card.counts]
    first = counting[0].credential.key.organization if counting else None
    context = {"person": shown.person, "cards": counting, "house": house_of(first)}
    answer = render(request, "learner/profile.html", context)
    answer["Cache-Control"] = "no-store"  # Who withdraws it is gone at once.
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
