"""A dry run on a page: who would get a certificate, and why not the others."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from conferral.foundation.accounts.roles import Right
from conferral.foundation.brakes.models import Batch
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.progress.models import Import
from conferral.oversight import rehearsal
from conferral.oversight.reports import dry_run
from conferral.oversight.reports.dry_run import Line, Outcome
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.answers import spreadsheet
from conferral.web.shared.paging import page_of
from conferral.web.staff.views.versions import version_of

LINES = 2000  # Of a file; a page must answer within seconds.
_COLUMNS = ("Learner", "E-mail", "Course", "Version", "Outcome", "Why")


@requires(Right.SEE_REGISTER)
def of_version(request: MemberRequest, code: str, number: int) -> HttpResponseBase:
    """Everybody who is enrolled in it; `?as=csv` for a spreadsheet."""
    version = version_of(request, code, number)
    lines = dry_run.decided(version.enrolments.of_learners(), timezone.now())
    return _answer(request, f"{code}-{number}", lines, str(version), version)


@requires(Right.IMPORT_PROGRESS)
def of_import(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Everybody in the file, as if it had been confirmed."""
    ours = Import.objects.of(request.organization).select_related("course__organization")
    batch = get_object_or_404(ours, pk=pk)
    try:
        lines = rehearsal.rehearse(batch, timezone.now(), LINES)
    except Refused as refused:
        context = {
            "title": batch.filename,
            "refused": refused,
            "up": _up(batch),
            "is_undecided": True,
        }
        return render(request, "staff/dry_run.html", context, status=422)
    return _answer(request, f"import-{pk}", lines, batch.filename, batch)


@requires(Right.SEE_REGISTER)
def of_batch(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Everybody who is held in it, as if it were let go."""
    held = get_object_or_404(Batch.objects.of(request.organization), pk=pk)
    lines = dry_run.of_batch(held, timezone.now())
    return _answer(request, f"batch-{pk}", lines, "Held batch", held)


def _answer(
    request: MemberRequest,
    name: str,
    lines: Iterator[Line] | Sequence[Line],
    title: str,
    about: CourseVersion | Import | Batch,
) -> HttpResponseBase:
    if request.GET.get("as") == "csv":
        return spreadsheet(f"dry-run-{name}.csv", _COLUMNS, map(_row, lines))
    found = list(lines)
    wanted = request.GET.get("outcome", "")
    tally = dry_run.tally(found, timezone.now())
    shown = [line for line in found if not wanted or line.outcome == wanted]
    context = {
        "title": title,
        "counts": [(outcome, tally.counts[outcome]) for outcome in Outcome],
        "held": "" if isinstance(about, Batch) else tally.held,  # Who looks knows that already.
        "up": _up(about),
        "is_undecided": _is_undecided(about),
        "page": page_of(request, shown),
        "asked": request.GET,
    }
    return render(request, "staff/dry_run.html", context)


def _up(about: CourseVersion | Import | Batch) -> str:
    match about:
        case CourseVersion():
            return reverse("version", args=[about.course.code, about.number])
        case Import():
            return reverse("import-preview", args=[about.pk])
        case Batch():
            return reverse("batch", args=[about.pk])


def _is_undecided(about: CourseVersion | Import | Batch) -> bool:
    """Whether somebody looks at it before they decide."""
    match about:
        case Import():
            return about.confirmed_at is None
        case Batch():
            return about.is_open
    return False


def _row(line: Line) -> tuple[object, ...]:
    person, version = line.enrolment.person, line.enrolment.version
    return (
        person.printed_name,
        person.email or "",
        version.course.code,
        version.number,
        line.outcome,
        " ".join(line.why),
    )
