"""What a person agreed to, withdrawn as easily as given."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.credentials.verification import consenting
from conferral.credentials.verification.models import Profile
from conferral.foundation.accounts.languages import choices
from conferral.foundation.consents.actions import Word
from conferral.foundation.consents.models import Consent, Guardian
from conferral.foundation.consents.standing import standings
from conferral.foundation.consents.wording import Purpose
from conferral.foundation.refusal import Refused
from conferral.web.learner.access import OwnRequest, own
from conferral.web.learner.letters import subscriptions_of


@own
def privacy(request: OwnRequest) -> HttpResponse:
    return _shown(request)


def _consent(request: OwnRequest, purpose: str) -> HttpResponse:
    """`answer=yes` gives it; anything else withdraws it."""
    if purpose not in set(Purpose):
        raise Http404
    way = "own page, by a link" if request.by_link else "own page, signed in"
    word = Word(request.POST.get("answer") == "yes", way)
    try:
        consenting.say(request.person, Purpose(purpose), request.organization, word)
    except Refused as refused:
        return _shown(request, str(refused), status=409)
    return HttpResponseRedirect(f"{reverse('me-privacy')}#{purpose}")


consent = own(_consent, allowed=require_POST)


def _shown(request: OwnRequest, problem: str = "", *, status: int = 200) -> HttpResponse:
    said = Consent.objects.filter(person=request.person).order_by("-pk")
    context = {
        "problem": problem,
        "guardian": Guardian.objects.of(request.person, timezone.localdate()),
        "standings": standings(request.person, timezone.localdate()),
        "said": said.select_related("text", "guardian")[:50],
        "profile": Profile.objects.filter(person=request.person).first(),
        "subscriptions": subscriptions_of(request.person),
        "languages": choices(),
    }
    return render(request, "learner/privacy.html", context, status=status)
