"""Where courses are taught."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import RefusedPart
from conferral.learning.catalog import sites as catalog
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.organization_forms import SiteForm


@requires(Right.EDIT_ORGANIZATION)
def sites(request: MemberRequest) -> HttpResponse:
    """All of them, and a form that makes one or renames one."""
    form = SiteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            catalog.put(request.organization, said["code"], said["name"], request.user)
        except RefusedPart as refused:
            form.add_error(refused.part, str(refused))
        else:
            return redirect("sites")
    context = {"sites": request.organization.sites.order_by("name"), "form": form}
    return render(request, "staff/sites.html", context, status=422 if form.errors else 200)
