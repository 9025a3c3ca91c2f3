"""Have one certificate replaced; hold an earned one, and let it go."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import actions, exhibits
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.awards import holding
from conferral.learning.awards.models import Award
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.recall_forms import ReplaceForm, refuse
from conferral.web.staff.views.holding import HoldForm


@requires(Right.REVOKE)
def replace(request: MemberRequest, number: str) -> HttpResponse:
    credential = _credential(request, number)
    if request.method != "POST":
        # What was taken back comes back by an appeal alone.
        reason = Reason.APPEAL_UPHELD if credential.revoked_at else ""
        return _page(request, credential, ReplaceForm(initial={"reason": reason}))
    form = ReplaceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, credential, form, status=422)
    try:
        recall = _call_back(request, credential, form)
    except Refused as refused:
        refuse(form, refused)
        return _page(request, credential, form, status=422)
    return redirect("recall", recall)


@require_POST
@requires(Right.RELEASE)
def hold(request: MemberRequest, pk: int) -> HttpResponse:
    """`pk`: of the enrolment."""
    award, form = _award(request, pk), HoldForm(request.POST)
    if not form.is_valid():
        return _held(request, award, form, status=422)
    try:
        holding.hold(award, request.user, form.cleaned_data["because"])
    except Refused as refused:
        form.add_error(None, str(refused))
        return _held(request, award, form, status=409)
    return redirect("learner", pk)


@require_POST
@requires(Right.RELEASE)
def let_go(request: MemberRequest, pk: int) -> HttpResponse:
    award, form = _award(request, pk), HoldForm()
    try:
        holding.let_go(award, request.user)
    except Refused as refused:
        form.cleaned_data = {}
        form.add_error(None, str(refused))
        return _held(request, award, form, status=409)
    return redirect("learner", pk)


@requires(Right.RELEASE)
def holding_page(request: MemberRequest, pk: int) -> HttpResponse:
    return _held(request, _award(request, pk), HoldForm())


def _call_back(request: MemberRequest, credential: Credential, form: ReplaceForm) -> int:
    """Looked at first: no file is kept of what cannot be done."""
    order, file = form.order(credential.number), form.cleaned_data["exhibit"]
    seen = actions.preview(request.organization, order)
    if seen.unfit:
        raise Refused(next(iter(seen.unfit.values())))
    holder = credential.award.enrolment.person
    exhibit = exhibits.keep(request.organization, holder, file.name, file) if file else None
    recall = actions.call_back(
        request.organization, request.user, order, expected=1, exhibit=exhibit
    )
    return recall.pk


def _credential(request: MemberRequest, number: str) -> Credential:
    ours = Credential.objects.of(request.organization).select_related("award__enrolment__person")
    return get_object_or_404(ours, number=number)


def _award(request: MemberRequest, pk: int) -> Award:
    ours = Award.objects.of(request.organization)
    related = "enrolment__person", "enrolment__version__course"
    return get_object_or_404(ours.select_related(*related), enrolment=pk)


def _page(
    request: MemberRequest, credential: Credential, form: ReplaceForm, *, status: int = 200
) -> HttpResponse:
    holder = credential.slots.get("holder_name", "")
    context = {"credential": credential, "holder": holder, "form": form}
    return render(request, "staff/replace.html", context, status=status)


def _held(
    request: MemberRequest, award: Award, form: HoldForm, *, status: int = 200
) -> HttpResponse:
    context = {"award": award, "enrolment": award.enrolment, "form": form}
    return render(request, "staff/hold.html", context, status=status)
