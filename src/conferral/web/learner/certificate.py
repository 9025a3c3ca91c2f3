"""A holder's own certificate by their link: what strangers see of it, and its files."""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from conferral.credentials.designs.certificate import SMALL_WIDTH, png_of
from conferral.credentials.verification.actions import find
from conferral.credentials.verification.forms import FORMS
from conferral.credentials.verification.showing import choose
from conferral.foundation.refusal import Refused
from conferral.web.learner.access import of_course
from conferral.web.learner.standing import Standing
from conferral.web.learner.views import by_link
from conferral.web.shared.showing_form import ShowingForm


def _choose(request: HttpRequest, shown: Standing) -> HttpResponse:
    form = ShowingForm(request.POST)
    if shown.credential and form.is_valid():
        with suppress(Refused):  # The page has no such form for them, and says why.
            choose(shown.credential, form.choice, shown.credential.award.enrolment.person)
    return HttpResponseRedirect(f"{request.path.removesuffix('/showing')}#showing")


def _give(request: HttpRequest, shown: Standing, ending: str) -> HttpResponse:
    """For the holder, whatever strangers may have; what was taken back is shown as such."""
    credential = find(shown.credential.number) if shown.credential else None
    form = FORMS.get(ending)
    if credential is None or form is None:
        return HttpResponseRedirect(request.path.rpartition("/")[0])
    if credential.revoked_at or credential.suspended_at:
        return redirect("certificate", text=credential.number)
    try:
        content = form.make(credential)
    except Refused:  # It is being printed, or signed.
        return HttpResponseRedirect(request.path.rpartition("/")[0])
    disposition = f'attachment; filename="{credential.number}.{form.ending}"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(content, content_type=form.media_type, headers=headers)


def _picture(request: HttpRequest, shown: Standing) -> HttpResponse:
    """The small one, for a card."""
    credential = shown.credential
    if credential is None or credential.erased_at or credential.printed_at is None:
        raise Http404
    return HttpResponse(png_of(credential, SMALL_WIDTH), content_type="image/png")


# The link is the secret that a token would be: there is no cookie for others to make use of.
showing = csrf_exempt(by_link(_choose, allowed=require_POST))
own_showing = of_course(_choose, allowed=require_POST)
certificate_file, own_file = by_link(_give), of_course(_give)
picture, own_picture = by_link(_picture), of_course(_picture)
