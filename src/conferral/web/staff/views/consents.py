"""What a learner agreed to, where they told it to us on paper; and who consents for a minor."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.credentials.verification import consenting, guardians
from conferral.foundation.accounts.roles import Right
from conferral.foundation.consents.actions import Entrusted, Word
from conferral.foundation.consents.models import Guardian
from conferral.foundation.consents.standing import standings
from conferral.foundation.consents.wording import Purpose, current
from conferral.foundation.refusal import Refused
from conferral.learning.progress.models import Enrolment
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.refusing import say_no

_ANSWERS = (("yes", "They agree"), ("no", "They take it back"))


class SaidForm(forms.Form):
    purpose = forms.ChoiceField(
        label="About", choices=[(each, current(each).title) for each in Purpose]
    )
    answer = forms.ChoiceField(label="What they said", choices=_ANSWERS, widget=forms.RadioSelect)
    way = forms.CharField(
        label="How they said it",
        max_length=40,
        help_text="“On paper, 3 May 2027”: where whoever doubts it finds it.",
    )


class GuardianForm(forms.Form):
    name = forms.CharField(max_length=200)
    relation = forms.CharField(label="Who they are to the learner", max_length=60, required=False)
    of_age_on = forms.DateField(
        label="The learner is of age on",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="From that day on they decide themselves. No date of birth is kept.",
    )

    @property
    def entrusted(self) -> Entrusted:
        said = self.cleaned_data
        return Entrusted(said["name"], said["relation"], said["of_age_on"])


class AskForm(forms.Form):
    email = forms.EmailField(
        label="E-mail of the guardian",
        max_length=254,
        help_text="A letter leads them to a page on which they agree, or do not. The address is "
        "not kept beside their name.",
    )


@requires(Right.ANSWER)
def consents(request: MemberRequest, pk: int) -> HttpResponse:
    return _shown(request, _enrolment(request, pk))


@require_POST
@requires(Right.ANSWER)
def said(request: MemberRequest, pk: int) -> HttpResponse:
    """For somebody under age it is their guardian who agrees; anybody may take it back."""
    enrolment, form = _enrolment(request, pk), SaidForm(request.POST)
    if not form.is_valid():
        return _shown(request, enrolment, said=form)
    told, person = form.cleaned_data, enrolment.person
    is_given = told["answer"] == "yes"
    guardian = Guardian.objects.of(person, timezone.localdate()) if is_given else None
    word = Word(is_given, told["way"], guardian, request.user)
    try:
        consenting.say(person, Purpose(told["purpose"]), request.organization, word)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _shown(request, enrolment, said=form)
    return redirect("learner-consents", pk)


@require_POST
@requires(Right.ANSWER)
def guardian(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment, form = _enrolment(request, pk), GuardianForm(request.POST)
    if not form.is_valid():
        return _shown(request, enrolment, guardian=form)
    try:
        consenting.entrust(enrolment.person, form.entrusted, request.user, request.organization)
    except Refused as refused:
        say_no(form, refused)
        return _shown(request, enrolment, guardian=form)
    return redirect("learner-consents", pk)


@require_POST
@requires(Right.ANSWER)
def ask_guardian(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment, form = _enrolment(request, pk), AskForm(request.POST)
    named = Guardian.objects.of(enrolment.person, timezone.localdate())
    if named is None or not form.is_valid():
        return _shown(request, enrolment, ask=form)
    try:
        guardians.ask(named, form.cleaned_data["email"], request.user, request.organization)
    except Refused as refused:
        say_no(form, refused)
        return _shown(request, enrolment, ask=form)
    return redirect("learner-consents", pk)


def _enrolment(request: MemberRequest, pk: int) -> Enrolment:
    """Whoever was forgotten agrees to nothing any more."""
    ours = Enrolment.objects.of(request.organization).filter(person__email__isnull=False)
    return get_object_or_404(ours.select_related("person", "version__course"), pk=pk)


def _shown(request: MemberRequest, enrolment: Enrolment, **refused: forms.Form) -> HttpResponse:
    """A form that was filled in wrong takes the place of its empty one."""
    context: dict[str, Any] = {
        "enrolment": enrolment,
        "guardian": Guardian.objects.of(enrolment.person, timezone.localdate()),
        "standings": standings(enrolment.person, timezone.localdate()),
        "said_form": refused.get("said") or SaidForm(),
        "guardian_form": refused.get("guardian") or GuardianForm(),
        "ask_form": refused.get("ask") or AskForm(),
        "asked": guardians.letters_about(enrolment.person).of(request.organization),
        "is_guardian_refused": "guardian" in refused,
    }
    return render(request, "staff/learner_consents.html", context, status=422 if refused else 200)
