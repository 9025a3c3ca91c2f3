"""What learners ask on their own page: for another name, for a second look, or why not yet."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from conferral.credentials.cases import actions
from conferral.credentials.cases.actions import LONGEST, Plea
from conferral.credentials.cases.models import OF_OWN_DATA, Kind
from conferral.foundation.refusal import Refused
from conferral.web.learner.access import of_course
from conferral.web.learner.standing import Standing
from conferral.web.learner.views import by_link, page_of
from conferral.web.shared.refusing import say_no

_KINDS = {
    Kind.QUESTION: "I have a question about how I stand",
    Kind.NAME: "The name on my certificate is wrong",
    Kind.APPEAL: "I do not agree with a decision",
}


class AskForm(forms.Form):
    kind = forms.ChoiceField(label="What is it about?", widget=forms.RadioSelect)
    words = forms.CharField(
        label="In your words",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    holder_name = forms.CharField(
        label="The right name",
        required=False,
        max_length=200,
        help_text="Only where the name is wrong: as the certificate should say it. "
        "Prove it below, with a copy of your identity document, say.",
    )
    exhibit = forms.FileField(
        label="What proves it",
        required=False,
        help_text="If you have something: PDF, PNG or JPEG.",
    )

    def __init__(self, shown: Standing, *sent: Any) -> None:
        super().__init__(*sent)
        kinds = [kind for kind in _KINDS if kind is not Kind.NAME or shown.credential]
        choices = [(str(kind), _KINDS[kind]) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        if not shown.credential:
            del self.fields["holder_name"]

    @property
    def plea(self) -> Plea:
        said = self.cleaned_data
        return Plea(Kind(said["kind"]), said["words"], said.get("holder_name", ""))


def _look(request: HttpRequest, shown: Standing) -> HttpResponse:
    return whole_page(request, shown, AskForm(shown))


def _ask(request: HttpRequest, shown: Standing) -> HttpResponse:
    form = AskForm(shown, request.POST, request.FILES)
    if not form.is_valid():
        return whole_page(request, shown, form, status=422)
    try:
        actions.ask(shown.enrolment, form.plea, form.cleaned_data["exhibit"])
    except Refused as refused:
        say_no(form, refused)
        return whole_page(request, shown, form, status=422)
    return HttpResponseRedirect(f"{request.path.removesuffix('/ask')}#asked")


def whole_page(
    request: HttpRequest, shown: Standing, form: AskForm, *, status: int = 200, **others: forms.Form
) -> HttpResponse:
    """`others`: forms that were sent and stand on it again, with what is wrong, by their names."""
    context = page_of(request, shown) | {
        "ask": form,
        "cases": shown.enrolment.cases.exclude(kind__in=OF_OWN_DATA).order_by("-pk"),
        **others,
    }
    return render(request, "learner/progress.html", context, status=status)


progress, own_course = by_link(_look), of_course(_look)
# The link is the secret that a token would be: there is no cookie for others to make use of.
ask = csrf_exempt(by_link(_ask, allowed=require_POST))
own_ask = of_course(_ask, allowed=require_POST)
