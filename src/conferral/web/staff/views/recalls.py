"""Certificates that are called back: order it, look what it would do, agree, watch, stop."""

from collections.abc import Callable

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conferral.credentials.issuing.models import IssuerKey
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions
from conferral.credentials.recalls.models import Deed, Recall, Recalled
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.awards import life
from conferral.learning.awards.life import Verb
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.asking import number_in
from conferral.web.shared.paging import page_of
from conferral.web.staff.recall_forms import RecallForm, refuse
from conferral.web.staff.run_page import shown_about, shown_about_each
from conferral.web.staff.views.certificates import MOST_PROPOSED, found_by

_SHOWN = 50  # Of a preview.
_COUNTS = {
    "done": Count("recalled", filter=Q(recalled__done_at__isnull=False, recalled__refused="")),
    "left_alone": Count("recalled", filter=~Q(recalled__refused="")),
}


@requires(Right.SEE_REGISTER)
def recalls(request: MemberRequest) -> HttpResponse:
    ours = Recall.objects.of(request.organization).select_related("submitted_by")
    page = page_of(request, ours.order_by("-pk"))
    past_cutoff = actions.past_cutoff(request.organization).count()
    since = actions.reported_since(request.organization, timezone.now()).count()
    rows = shown_about_each(request, list(page))
    context = {"page": page, "rows": rows, "past_cutoff": past_cutoff, "since": since}
    return render(request, "staff/recalls.html", context)


@requires(Right.REVOKE)
def new(request: MemberRequest) -> HttpResponse:
    """First what it would do; then, with the number that was shown, do it; or say it otherwise."""
    if request.method != "POST":
        return _form(request, RecallForm(initial=_proposed(request)))
    form = RecallForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=422)
    if "again" in request.POST:
        return _form(request, RecallForm(initial=form.cleaned_data))
    try:
        seen = actions.preview(request.organization, form.order)
        expected = request.POST.get("expected", "")
        if not expected.isdecimal():
            return _previewed(request, form, seen)
        recall = actions.call_back(
            request.organization, request.user, form.order, expected=number_in(expected)
        )
    except Refused as refused:
        refuse(form, refused)
        return _form(request, form, status=422)
    return redirect("recall", recall.pk)


@requires(Right.SEE_REGISTER)
def recall(request: MemberRequest, pk: int) -> HttpResponse:
    return _shown(request, pk)


@require_POST
@requires(Right.REVOKE)
def agree(request: MemberRequest, pk: int) -> HttpResponse:
    return _done(request, pk, lambda found: actions.agree(found, request.user))


@require_POST
@requires(Right.REVOKE)
def stop(request: MemberRequest, pk: int) -> HttpResponse:
    return _done(request, pk, lambda found: actions.stop(found, request.user))


def _proposed(request: MemberRequest) -> dict[str, object]:
    """The numbers that were ticked or found by a filter; of what says less than is known since; or
    of what a stolen key sealed too late."""
    if request.GET.get("all") == "found":
        found = found_by(request, timezone.now()).values_list("number", flat=True)
        return {"numbers": "\n".join(found[:MOST_PROPOSED])}
    if ticked := request.GET.getlist("number"):
        return {"numbers": "\n".join(ticked)}
    if since := request.GET.get("since", ""):
        return {
            "numbers": "\n".join(_reported_since(request, since)),
            "what": Deed.REPLACE,
            "reason": Reason.RESULTS_CORRECTED,
            "names_successor": True,
        }
    key = request.GET.get("key", "")
    if key != "any" and not number_in(key):
        return {}
    void = actions.past_cutoff(request.organization)
    if key != "any":
        stolen = IssuerKey.objects.filter(
            organization=request.organization, cutoff_size__isnull=False
        )
        void = void.filter(key=get_object_or_404(stolen, pk=number_in(key)))
    numbers = "\n".join(void.values_list("number", flat=True))
    return {"numbers": numbers, "what": Deed.REPLACE, "reason": Reason.KEY_STOLEN}


def _reported_since(request: MemberRequest, which: str) -> list[str]:
    """The numbers of all of them, or the one that is named."""
    proposed = actions.reported_since(request.organization, timezone.now())
    if which != "any":
        proposed = proposed.filter(number=which)
    return list(proposed.values_list("number", flat=True)[:MOST_PROPOSED])


def _done(request: MemberRequest, pk: int, deed: Callable[[Recall], object]) -> HttpResponse:
    try:
        deed(get_object_or_404(Recall.objects.of(request.organization), pk=pk))
    except Refused as refused:
        return _shown(request, pk, refused)
    return redirect("recall", pk)


def _form(request: MemberRequest, form: RecallForm, *, status: int = 200) -> HttpResponse:
    return render(request, "staff/recall_new.html", {"form": form}, status=status)


def _previewed(request: MemberRequest, form: RecallForm, seen: actions.Preview) -> HttpResponse:
    context = {
        "said": form.cleaned_data,
        "order": form.order,
        "seen": seen,
        "count": len(seen.chosen),
        "chosen": seen.chosen[:_SHOWN],
        "unfit": list(seen.unfit.items())[:_SHOWN],
        "alone": request.organization.recalls_alone_up_to,
    }
    return render(request, "staff/recall_preview.html", context)


def _shown(request: MemberRequest, pk: int, refused: Refused | None = None) -> HttpResponse:
    ours = Recall.objects.of(request.organization).annotate(**_COUNTS)
    found = get_object_or_404(ours.select_related("submitted_by", "approved_by", "exhibit"), pk=pk)
    page = page_of(request, found.recalled.select_related("credential", "successor").order_by("pk"))
    context = {
        "recall": found,
        "page": page,
        "rows": [(row, _may_be_replaced(request, row)) for row in page],
        "left": found.recalled.open().count(),
        "may_decide": Right.REVOKE in request.rights,
        "is_mine": found.submitted_by == request.user,
        "refused": refused,
        "shown": shown_about(request, found),
    }
    return render(request, "staff/recall.html", context, status=409 if refused else 200)


def _may_be_replaced(request: MemberRequest, row: Recalled) -> bool:
    """By itself, from here: what was left as it is, or was only taken back."""
    verbs = life.verbs_for(row.credential.state(timezone.now()), request.rights)
    return row.done_at is not None and Verb.REPLACE in verbs
