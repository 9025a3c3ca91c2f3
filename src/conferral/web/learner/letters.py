"""Which letters somebody wants: ended by one click from the letter itself, or on their own page."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.letters.actions import choose_language
from conferral.foundation.mail import wishes
from conferral.foundation.mail.topics import TO_LEARNERS, Topic
from conferral.foundation.mail.wishes import Subscription
from conferral.foundation.refusal import Refused
from conferral.web.learner.access import OwnRequest, own, secret

_ONE_CLICK = "One-Click"


@csrf_exempt  # Mail programs ask, without a session (RFC 8058): the signed address is the proof.
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET changes nothing: mail programs and scanners follow links by themselves."""
    try:
        subscription = wishes.named(token)
        if request.method == "POST":
            _say(request, subscription)
    except Refused:
        return secret(render(request, "learner/letters.html", status=404))
    context = {
        "subscription": subscription,
        "is_wanted": wishes.is_wanted(subscription),
        "was_said": request.method == "POST",
    }
    return secret(render(request, "learner/letters.html", context))


def subscriptions_of(person: Person) -> list[tuple[Subscription, bool]]:
    """Of every organization that may write to them, each with whether it is wanted."""
    known = Organization.objects.order_by("pk")
    teach = known.filter(pk__in=person.enrolments.values("version__course__organization"))
    employ = known.filter(pk__in=person.memberships.values("organization"))
    return [
        *wishes.standings(person, teach, TO_LEARNERS),
        *wishes.standings(person, employ, (Topic.DIGESTS,)),
    ]


def _own_letters(request: OwnRequest) -> HttpResponse:
    """`topic` and `of`: which; `answer=yes` wants them, anything else does not."""
    topic, of = request.POST.get("topic", ""), request.POST.get("of", "")
    if topic not in set(Topic) or not of.isdecimal():
        raise Http404
    organization = get_object_or_404(Organization, pk=int(of[:18]))
    subscription = Subscription(request.person, organization, Topic(topic))
    if subscription not in [each for each, _ in subscriptions_of(request.person)]:
        raise Http404
    wanted = request.POST.get("answer") == "yes"
    wishes.say(subscription, request.person, is_wanted=wanted, way="own page")
    answer = redirect("me-privacy")
    answer["Location"] += "#letters"
    return answer


def _own_language(request: OwnRequest) -> HttpResponse:
    try:
        chosen = request.POST.get("language", "")
        choose_language(request.person, chosen, request.person, organization=None)
    except Refused as refused:
        raise Http404 from refused  # The page offers no such language.
    answer = redirect("me-privacy")
    answer["Location"] += "#language"
    return answer


own_letters = own(_own_letters, allowed=require_POST)
own_language = own(_own_language, allowed=require_POST)


def _say(request: HttpRequest, subscription: Subscription) -> None:
    is_program = request.POST.get("List-Unsubscribe") == _ONE_CLICK
    way = "their mail program, by one click" if is_program else "the address in a letter"
    wanted = request.POST.get("answer") == "yes" and not is_program
    wishes.say(subscription, None, is_wanted=wanted, way=way)
