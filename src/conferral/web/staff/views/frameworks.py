"""The frameworks that courses can be aligned with: looked at first, then taken in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.frameworks import actions
from conferral.learning.frameworks.models import Framework
from conferral.learning.frameworks.reading import MAX_BYTES
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.paging import page_of
from conferral.web.staff.alignment_forms import FrameworkForm


@requires(Right.EDIT_COURSES)
def frameworks(request: MemberRequest) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FrameworkForm(*sent)
    if form.is_valid():
        file = form.cleaned_data["file"]
        who = request.organization, request.user
        try:
            framework = actions.bring_in(*who, file.name, file.read(MAX_BYTES + 1))
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("framework", framework.pk)
    ours = Framework.objects.of(request.organization).order_by("title", "pk")
    context = {"frameworks": ours.counted(), "form": form}
    return render(request, "staff/frameworks.html", context, status=422 if form.errors else 200)


@requires(Right.EDIT_COURSES)
def framework(request: MemberRequest, pk: int) -> HttpResponse:
    return _shown(request, _framework(request, pk))


@require_POST
@requires(Right.EDIT_COURSES)
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    found = _framework(request, pk)
    try:
        actions.confirm(found, request.user, request.POST.get("title", ""))
    except Refused as refused:
        return _shown(request, found, str(refused))
    return redirect("framework", pk)


@require_POST
@requires(Right.EDIT_COURSES)
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    found = _framework(request, pk)
    try:
        actions.remove(found, request.user)
    except Refused as refused:
        return _shown(request, found, str(refused))
    return redirect("frameworks")


def _framework(request: MemberRequest, pk: int) -> Framework:
    ours = Framework.objects.of(request.organization).select_related("brought_by")
    return get_object_or_404(ours, pk=pk)


def _shown(request: MemberRequest, found: Framework, refused: str = "") -> HttpResponse:
    context = {"framework": found, "page": page_of(request, found.items.all()), "refused": refused}
    return render(request, "staff/framework.html", context, status=409 if refused else 200)
