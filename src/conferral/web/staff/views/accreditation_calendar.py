"""What comes: on a page, and as a file for any calendar. And the evidence, as it was handed in."""

from datetime import date

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from conferral.foundation import ical
from conferral.foundation.accounts.roles import Right
from conferral.learning.accreditation import chores, coming
from conferral.learning.accreditation.chores import Warned
from conferral.learning.accreditation.coming import Coming
from conferral.learning.accreditation.losses import counted
from conferral.learning.accreditation.models import Document
from conferral.web.shared.access import MemberRequest, requires


@requires(Right.SEE_REGISTER)
def calendar(request: MemberRequest) -> HttpResponse:
    today = timezone.localdate()
    warned = _warned(request, today)
    rows = [(each, warned.get(each), each.day < today) for each in _coming(request, today)]
    return render(request, "staff/accreditation_calendar.html", {"rows": rows})


@requires(Right.SEE_REGISTER)
def calendar_file(request: MemberRequest) -> HttpResponse:
    organization = request.organization
    host, today = str(settings.SITE_URL).split("//", 1)[1], timezone.localdate()
    warned = _warned(request, today)
    days = (
        ical.Day(
            f"{each.key}@{host}", each.day, f"{each.title}: {each.kind}", _note(warned.get(each))
        )
        for each in _coming(request, today)
    )
    body = ical.calendar(f"Accreditations of {organization}", days, timezone.now())
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="accreditations.ics"'
    return answer


@requires(Right.SEE_EVIDENCE)
def document(request: MemberRequest, pk: int) -> FileResponse:
    """Never inside a page: whatever it holds, it is saved and not shown."""
    kept = get_object_or_404(Document, pk=pk, organization=request.organization)
    answer = FileResponse(
        kept.file.open(), as_attachment=True, filename=kept.name, content_type=kept.media_type
    )
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _note(warned: Warned | None) -> str:
    """What it takes with it, as far as is known so long before."""
    if warned is None or not warned.losses:
        return ""
    return f"{counted(warned.losses)}: {', '.join(map(str, warned.losses))}."


def _warned(request: MemberRequest, today: date) -> dict[Coming, Warned]:
    return {each.what: each for each in chores.warnings(request.organization, today)}


def _coming(request: MemberRequest, today: date) -> list[Coming]:
    return coming.calendar(request.organization, today)
