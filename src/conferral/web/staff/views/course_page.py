"""What staff say to learners: answers on a course’s public page, and letters to all of them."""

from typing import Any

from django import forms
from django.forms import formset_factory
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from conferral.foundation.accounts.roles import Right
from conferral.foundation.prose import MARKS
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import tracking
from conferral.foundation.shown import word_of
from conferral.learning.catalog.models import Course
from conferral.learning.catalog.questions import answer_questions
from conferral.learning.progress import announcing
from conferral.learning.progress.announcing import Audience, Letter
from conferral.web.shared.access import MemberRequest, requires

_MOST = 30  # Questions; whoever has more has a handbook.
_AUDIENCES = (
    (Audience.LEARNING, "Those who have no certificate yet"),
    (Audience.CERTIFIED, "Those who have one"),
    (Audience.EVERYBODY, "Everybody who is or was enrolled"),
)


class QuestionForm(forms.Form):
    question = forms.CharField(label="Question", max_length=200, required=False)
    answer = forms.CharField(
        label="Answer",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"{MARKS} Without a question it is taken away.",
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("question") and not said.get("answer"):
            self.add_error("answer", "Answer it, or take the question away.")
        return said


class LetterForm(forms.Form):
    audience = forms.ChoiceField(label="To", choices=_AUDIENCES, widget=forms.RadioSelect)
    subject = forms.CharField(label="Subject", max_length=150)
    words = forms.CharField(
        label="What you want to say",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=MARKS,
    )
    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def letter(self) -> Letter:
        said = self.cleaned_data
        return Letter(" ".join(said["subject"].split()), said["words"], Audience(said["audience"]))


_Questions = formset_factory(QuestionForm, extra=2, max_num=_MOST)


@requires(Right.EDIT_COURSES)
def questions(request: MemberRequest, code: str) -> HttpResponse:
    course = _course(request, code)
    kept = list(course.questions.values("question", "answer"))
    given = _Questions(request.POST if request.method == "POST" else None, initial=kept)
    if request.method == "POST" and given.is_valid():
        answered = [(each.get("question"), each.get("answer", "")) for each in given.cleaned_data]
        answer_questions(course, [(q, a) for q, a in answered if q], request.user)
        return redirect("course-questions", code=code)
    context = {"course": course, "questions": given}
    status = 422 if request.method == "POST" else 200
    return render(request, "staff/course_questions.html", context, status=status)


@requires(Right.EDIT_COURSES)
def announcement(request: MemberRequest, code: str) -> HttpResponse:
    """First it is looked at, with how many get it; sent from there, to those and no others."""
    course = _course(request, code)
    form = LetterForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"course": course, "form": form}
    context["sent"] = course.announcements.select_related("by")[:20]
    if request.method != "POST":
        form.initial["audience"] = Audience.LEARNING
        return render(request, "staff/announcement.html", context)
    if not form.is_valid():
        return render(request, "staff/announcement.html", context, status=422)
    if "send" in request.POST:
        try:
            seen = {
                "expected": form.cleaned_data["expected"] or 0,
                "shown": form.cleaned_data["shown"],
            }
            sent = announcing.announce(course, form.letter, request.user, **seen)
        except Refused as refused:
            form.add_error(None, str(refused))
            return render(request, "staff/announcement.html", context, status=409)
        return redirect("run", pk=tracking.of(sent).get().pk)
    to = announcing.readers(course, form.letter.audience)
    context |= {"count": len(to), "shown": word_of(announcing.keys_of(to))}
    context["in_full"] = announcing.in_full(course, form.letter)
    return render(request, "staff/announcement.html", context)


def _course(request: MemberRequest, code: str) -> Course:
    found = Course.objects.of(request.organization).select_related("organization")
    return get_object_or_404(found, code=code)
