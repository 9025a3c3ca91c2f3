"""Who did what, newest first."""

from django.http import HttpResponse
from django.shortcuts import render

from conferral.foundation.accounts.roles import Right
from conferral.foundation.audit.models import Entry
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.paging import page_of


@requires(Right.SEE_AUDIT)
def activity(request: MemberRequest) -> HttpResponse:
    entries = Entry.objects.filter(organization=request.organization).select_related("actor")
    page = page_of(request, entries.order_by("-at", "-pk"))
    lines = [(entry, _target(entry), _details(entry)) for entry in page]
    return render(request, "staff/activity.html", {"page": page, "lines": lines})


def _target(entry: Entry) -> str:
    """ "issuing.Credential:20" as "Credential 20"."""
    return entry.target.rpartition(".")[2].replace(":", " ")


def _details(entry: Entry) -> list[tuple[str, str]]:
    return [
        (key, ", ".join(map(str, value)) if isinstance(value, list) else str(value))
        for key, value in entry.details.items()
    ]
