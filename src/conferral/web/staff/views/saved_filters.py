"""Save what a page shows under a name, and drop it again."""

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.foundation.staff import filters
from conferral.foundation.staff.models import SavedFilter
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.saved_filters import ASKS, SavingForm, address_of, query_of


@require_POST
@requires(Right.SEE_REGISTER)
def save(request: MemberRequest, page: str) -> HttpResponse:
    """Back to the page, which shows the same as before; a no has a page of its own."""
    if page not in ASKS:
        raise Http404(page)
    query = query_of(page, QueryDict(request.POST.get("query", "")))
    form = SavingForm(request.POST)
    if form.is_valid():
        try:
            filters.save(request.organization, request.user, page, query, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(address_of(page, query))
    context = {"form": form, "page": page, "query": query, "address": address_of(page, query)}
    return render(request, "staff/filter_save.html", context, status=422)


@require_POST
@requires(Right.SEE_REGISTER)
def drop(request: MemberRequest, pk: int) -> HttpResponse:
    seen = SavedFilter.objects.seen_by(request.user, request.organization)
    saved = get_object_or_404(seen.select_related("organization"), pk=pk)
    try:
        filters.drop(saved, request.user, may_drop_others=Right.EDIT_ORGANIZATION in request.rights)
    except Refused as refused:
        context = {"refused": refused, "address": address_of(saved.page, saved.query)}
        return render(request, "staff/filter_save.html", context, status=409)
    return redirect(address_of(saved.page, ""))
