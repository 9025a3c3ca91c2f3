"""Links that a holder makes for somebody, and ends."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from conferral.credentials.verification import sharing
from conferral.credentials.verification.models import Share
from conferral.foundation.refusal import Refused
from conferral.web.learner.access import of_course
from conferral.web.learner.asking import AskForm, whole_page
from conferral.web.learner.standing import Standing
from conferral.web.learner.views import by_link
from conferral.web.shared.refusing import say_no
from conferral.web.shared.share_form import ShareForm


def _share(request: HttpRequest, shown: Standing) -> HttpResponse:
    form = ShareForm(request.POST)
    if shown.credential is None or not form.is_valid():
        return _again(request, shown, form)
    said: dict[str, Any] = form.cleaned_data
    try:
        sharing.share(shown.credential, shown.enrolment.person, int(said["days"]), said["label"])
    except Refused as refused:
        say_no(form, refused)
        return _again(request, shown, form)
    return _back(request.path.removesuffix("/share"))


def _end(request: HttpRequest, shown: Standing, share: str) -> HttpResponse:
    mine = Share.objects.filter(credential=shown.credential).open(timezone.now())
    related = mine.select_related("credential__key__organization")
    sharing.end(get_object_or_404(related, pk=share), shown.enrolment.person)
    return _back(request.path.rpartition("/share/")[0])


def _again(request: HttpRequest, shown: Standing, form: ShareForm) -> HttpResponse:
    return whole_page(request, shown, AskForm(shown), share_form=form, status=422)


def _back(page: str) -> HttpResponse:
    return HttpResponseRedirect(f"{page}#sharing")


# The link is the secret that a token would be: there is no cookie for others to make use of.
share = csrf_exempt(by_link(_share, allowed=require_POST))
own_share = of_course(_share, allowed=require_POST)
end = csrf_exempt(by_link(_end, allowed=require_POST))
own_end = of_course(_end, allowed=require_POST)
