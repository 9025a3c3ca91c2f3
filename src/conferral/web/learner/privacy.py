"""What a person agreed to, withdrawn as easily as given."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from conferral.credentials.verification import consenting
from conferral.credentials.verification.models import Profile
from conferral.foundation.consents.models import Consent
from conferral.foundation.consents.standing import standings
from conferral.foundation.consents.wording import Purpose
from conferral.web.learner.access import OwnRequest, own


@own
def privacy(request: OwnRequest) -> HttpResponse:
    said = Consent.objects.filter(person=request.person).select_related("text").order_by("-pk")
    context = {
        "standings": standings(request.person),
        "said": said[:50],
        "profile": Profile.objects.filter(person=request.person).first(),
    }
    return render(request, "learner/privacy.html", context)


def _consent(request: OwnRequest, purpose: str) -> HttpResponse:
    """`answer=yes` gives it; anything else withdraws it."""
    if purpose not in set(Purpose):
        raise Http404
    consenting.say(
        request.person,
        Purpose(purpose),
        request.organization,
        is_given=request.POST.get("answer") == "yes",
        way="own page, by a link" if request.by_link else "own page, signed in",
    )
    answer = redirect("me-privacy")
    answer["Location"] += f"#{purpose}"
    return answer


consent = own(_consent, allowed=require_POST)
