"""What learners have asked: the queue, each case with what is known of it, and the answer."""

from typing import Any

from django import forms
from django.db.models import F
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.credentials.cases import actions
from conferral.credentials.cases.actions import LONGEST, Answer
from conferral.credentials.cases.deciders import may_decide
from conferral.credentials.cases.models import Case, Kind, Outcome
from conferral.credentials.recalls.models import Exhibit
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.progress import judging
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.paging import page_of
from conferral.web.shared.refusing import say_no


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(label="Your decision", widget=forms.RadioSelect)
    words = forms.CharField(
        label="What the learner reads",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    overturned = forms.MultipleChoiceField(
        label="What was decided wrong",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="If they are right: each that you tick is recorded as a yes, in your name.",
    )
    names_successor = forms.BooleanField(
        label="The old page may lead to the new certificate", required=False
    )

    def __init__(self, case: Case, *sent: Any) -> None:
        super().__init__(*sent)
        if case.kind != Kind.NAME:
            del self.fields["names_successor"]
        refusals = judging.refusals_of(case.enrolment) if case.kind == Kind.APPEAL else ()
        if refusals:
            self.fields["overturned"].choices = [  # type: ignore[attr-defined]
                (each.key, f"{each.asked.title}: not yet. {each.judgement.remark}")
                for each in refusals
            ]
        else:
            del self.fields["overturned"]
        choices = [(Outcome.UPHELD, "They are right"), (Outcome.DISMISSED, "It stays as it is")]
        if case.kind == Kind.QUESTION:
            choices = [(Outcome.ANSWERED, "It is answered")]
            self.fields["outcome"].initial = Outcome.ANSWERED
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]

    @property
    def said(self) -> Answer:
        said = self.cleaned_data
        leads_on = said.get("names_successor", False)
        overturned = frozenset(said.get("overturned", ()))
        return Answer(Outcome(said["outcome"]), said["words"], leads_on, overturned)


@requires(Right.ANSWER)
def cases(request: MemberRequest) -> HttpResponse:
    """The open ones first, the most urgent on top; then those that were answered."""
    ours = Case.objects.of(request.organization)
    related = "enrolment__person", "enrolment__version__course", "answered_by"
    in_order = ours.select_related(*related).order_by(
        F("answered_at").desc(nulls_first=True), "due_on", "pk"
    )
    context = {
        "page": page_of(request, in_order),
        "open": ours.open().count(),
        "late": ours.late(timezone.localdate()).count(),
        "today": timezone.localdate(),
    }
    return render(request, "staff/cases.html", context)


@requires(Right.ANSWER)
def case(request: MemberRequest, pk: int) -> HttpResponse:
    found = _case(request, pk)
    return _shown(request, found, AnswerForm(found))


@require_POST
@requires(Right.ANSWER)
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    found = _case(request, pk)
    form = AnswerForm(found, request.POST)
    if not form.is_valid():
        return _shown(request, found, form, status=422)
    try:
        actions.answer(found, request.user, form.said)
    except Refused as refused:
        say_no(form, refused)
        return _shown(request, found, form, status=409)
    return redirect("case", pk)


@requires(Right.ANSWER)
def exhibit(request: MemberRequest, pk: int) -> FileResponse:
    """Never inside a page: whatever it holds, it is saved and not shown."""
    kept = get_object_or_404(Exhibit, pk=pk, organization=request.organization)
    saved = FileResponse(
        kept.file.open(), as_attachment=True, filename=kept.name, content_type=kept.media_type
    )
    saved["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return saved


def _case(request: MemberRequest, pk: int) -> Case:
    related = "enrolment__person", "enrolment__version__course__organization", "credential"
    ours = Case.objects.of(request.organization).select_related(*related, "exhibit", "answered_by")
    return get_object_or_404(ours, pk=pk)


def _shown(
    request: MemberRequest, found: Case, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "case": found,
        "form": form,
        "enrolment": found.enrolment,
        "decision": found.enrolment.decision,
        "may_decide": found.answered_at is None and may_decide(found, request.user),
        "earlier": found.enrolment.cases.exclude(pk=found.pk).order_by("pk"),
        "is_late": found.answered_at is None and found.due_on < timezone.localdate(),
    }
    return render(request, "staff/case.html", context, status=status)
