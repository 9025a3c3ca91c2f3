"""All that is kept of a person, to take away; to have it corrected, or to be forgotten."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePath

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from conferral.credentials.cases import actions
from conferral.credentials.cases.actions import LONGEST, Plea
from conferral.credentials.cases.models import OF_OWN_DATA, Case, Kind
from conferral.credentials.recalls.models import Exhibit
from conferral.foundation.accounts.models import Person
from conferral.foundation.refusal import Refused
from conferral.learning.progress.models import Enrolment
from conferral.oversight.privacy.actions import export
from conferral.web.learner.access import OwnRequest, own
from conferral.web.learner.everything import MOST, File, archive, files_of
from conferral.web.learner.keeping import kept_by
from conferral.web.learner.overview import certificates
from conferral.web.shared.refusing import say_no

_README = """Everything that is kept of you:

  data.json      all of it, by the part of the system that keeps it
  SP-…/          your certificates as they were given out
  exhibits/      the files that you sent us

The words that you agreed to stand in data.json, beside each consent.
"""

_NOT_LEARNT = "You have not learned with anybody here yet."


class CorrectionForm(forms.Form):
    words = forms.CharField(
        label="What is wrong, and what is right?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    holder_name = forms.CharField(
        label="Your right name",
        required=False,
        max_length=200,
        help_text="Only if your name is wrong. It holds for what you earn from now on; the name on "
        "a certificate that you have is corrected from that certificate’s page.",
    )
    exhibit = forms.FileField(
        label="What proves it",
        required=False,
        help_text="Where it is not obvious: PDF, PNG or JPEG.",
    )

    @property
    def plea(self) -> Plea:
        said = self.cleaned_data
        return Plea(Kind.CORRECTION, said["words"], said["holder_name"])


class ErasureForm(forms.Form):
    words = forms.CharField(
        label="Why? You need not say",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    understood = forms.BooleanField(
        label="I understand that nobody will be able to verify my certificates any more",
    )


@own
def own_data(request: OwnRequest) -> HttpResponse:
    return _shown(request, CorrectionForm(prefix="wrong"), ErasureForm(prefix="forget"))


def _correct(request: OwnRequest) -> HttpResponse:
    form = CorrectionForm(request.POST, request.FILES, prefix="wrong")
    if _is_taken_in(form, partial(_ask_for_correction, request, form)):
        return redirect(f"{reverse('me-data')}#asked")
    return _shown(request, form, ErasureForm(prefix="forget"), status=422)


def _forget(request: OwnRequest) -> HttpResponse:
    form = ErasureForm(request.POST, prefix="forget")
    if _is_taken_in(form, partial(_ask_to_be_forgotten, request, form)):
        return redirect(f"{reverse('me-data')}#asked")
    return _shown(request, CorrectionForm(prefix="wrong"), form, status=422)


correct, forget = own(_correct, allowed=require_POST), own(_forget, allowed=require_POST)


def _is_taken_in(form: forms.Form, ask: Callable[[], object]) -> bool:
    """What stands in the way is said in the form."""
    if not form.is_valid():
        return False
    try:
        ask()
    except Refused as refused:
        say_no(form, refused)
        return False
    return True


def _ask_for_correction(request: OwnRequest, form: CorrectionForm) -> None:
    mine = request.person.enrolments.select_related("person", "version__course__organization")
    newest: Enrolment | None = mine.order_by("-pk").first()
    if newest is None:
        raise Refused(_NOT_LEARNT)
    actions.ask(newest, form.plea, form.cleaned_data.get("exhibit"))


def _ask_to_be_forgotten(request: OwnRequest, form: ErasureForm) -> None:
    if request.organization is None:
        raise Refused(_NOT_LEARNT)
    actions.ask_to_be_forgotten(request.person, form.cleaned_data["words"])


def _shown(
    request: OwnRequest, correction: CorrectionForm, erasure: ErasureForm, *, status: int = 200
) -> HttpResponse:
    asked = Case.objects.of_person(request.person).filter(kind__in=OF_OWN_DATA).order_by("-pk")
    cases = list(asked.select_related("organization"))
    open_kinds = {case.kind for case in cases if case.answered_at is None}
    keepers = kept_by(request.person, cases)
    context = {
        "cases": cases,
        "keepers": keepers if len(keepers) > 1 else None,  # Of one there is nothing to say.
        "correction": None if Kind.CORRECTION in open_kinds else correction,
        "erasure": erasure if any(each.may_be_asked for each in keepers) else None,
        "organization": request.organization,
        "certificates": certificates(request.person).count(),
    }
    return render(request, "learner/own_data.html", context, status=status)


@own
def own_data_file(request: OwnRequest) -> StreamingHttpResponse:
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
