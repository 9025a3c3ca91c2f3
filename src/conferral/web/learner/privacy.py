"""What a person agreed to, withdrawn as easily as given; and all that is kept of them, to take."""

import json
from collections.abc import Iterator
from pathlib import PurePath

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from conferral.credentials.recalls.models import Exhibit
from conferral.credentials.verification import consenting
from conferral.credentials.verification.models import Profile
from conferral.foundation.accounts.models import Person
from conferral.foundation.consents.models import Consent
from conferral.foundation.consents.standing import standings
from conferral.foundation.consents.wording import Purpose
from conferral.oversight.privacy.actions import export
from conferral.web.learner.access import OwnRequest, own
from conferral.web.learner.everything import MOST, File, archive, files_of
from conferral.web.learner.overview import certificates

_README = """Everything that is kept of you:

  data.json      all of it, by the part of the system that keeps it
  SP-…/          your certificates as they were given out
  exhibits/      the files that you sent us

The words that you agreed to stand in data.json, beside each consent.
"""


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


@own
def own_data(request: OwnRequest) -> StreamingHttpResponse:
    return archive("my-data.zip", _kept_of(request.person))


def _kept_of(person: Person) -> Iterator[File]:
    yield "README.txt", _README.encode()
    said = json.dumps(export(person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    yield "data.json", said.encode()
    for path, content in files_of(certificates(person)[:MOST]):
        if path != "README.txt":
            yield path, content
    yield from _exhibits_of(person)


def _exhibits_of(person: Person) -> Iterator[File]:
    for each in Exhibit.objects.filter(person=person).order_by("pk"):
        with each.file.open() as file:
            yield f"exhibits/{each.pk}-{PurePath(each.name).name}", file.read()
