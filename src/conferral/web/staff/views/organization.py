"""The organization as it shows itself: name, colour, logo, promise; looked at before it is kept."""

from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import redirect, render

from conferral.foundation import brand as brands
from conferral.foundation.accounts.roles import Right
from conferral.foundation.brand import Brand
from conferral.foundation.refusal import RefusedPart
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.staff.brand_picture import drawn, inline
from conferral.web.staff.organization_forms import BrandForm


@requires(Right.EDIT_ORGANIZATION)
def organization(request: MemberRequest) -> HttpResponse:
    stored = brands.of(request.organization)
    if request.method != "POST":
        return _shown(request, BrandForm(initial=asdict(stored)))
    form = BrandForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, form)
    try:
        wanted = brands.checked(form.brand)
        if "look" in request.POST:
            return _shown(request, _again(wanted), looked_at=wanted)
        brands.change(request.organization, wanted, request.user)
    except RefusedPart as refused:
        part = "logo" if refused.part == "logo_svg" else refused.part
        form.add_error(part, str(refused))
        return _shown(request, form)
    return redirect("organization")


@requires(Right.EDIT_ORGANIZATION)
def specimen(request: MemberRequest) -> HttpResponse:
    """A made-up certificate with the brand as it is stored."""
    return HttpResponse(drawn(request.organization), content_type="image/png")


def _again(wanted: Brand) -> BrandForm:
    """The form as it was filled in, but with what the file held: a browser forgets files."""
    return BrandForm(initial=asdict(wanted))


def _shown(
    request: MemberRequest, form: BrandForm, *, looked_at: Brand | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "picture": inline(request.organization, looked_at) if looked_at else "",
    }
    return render(request, "staff/organization.html", context, status=422 if form.errors else 200)
