"""Upload a file of completions, look before it counts, and watch it travel."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from conferral.foundation.accounts.models import Organization
from conferral.foundation.accounts.roles import Right
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.models import Course, CourseVersion, Site
from conferral.learning.progress import actions
from conferral.learning.progress.connectors.column_map import letters
from conferral.learning.progress.models import Import
from conferral.learning.progress.preview import Preview
from conferral.learning.progress.preview import preview as preview_of
from conferral.oversight.reports.imports import tally
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.asking import asks_for_part
from conferral.web.shared.paging import page_of
from conferral.web.staff.run_page import shown_about, shown_about_each

_FOR_THE_COMMAND_LINE = re.compile(r" \(--map [^)]*\)")


@dataclass(frozen=True)
class _Target:
    """What a file may tell of: a course, or one version of it."""

    course: Course
    version: CourseVersion | None = None

    @property
    def label(self) -> str:
        if self.version:
            return f"{self.version} ({self.course.code}, {self.version.state})"
        opened = self.course.open
        return f"{opened.title} ({self.course.code})" if opened else self.course.code


class UploadForm(forms.Form):
    file = forms.FileField(
        allow_empty_file=True,  # The reader has a better sentence for it.
        help_text="CSV, Excel (XLSX) or OpenDocument (ODS), as your learning system exports it. "
        "Nothing counts before you have seen and confirmed it.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.ods"}),
    )

    def __init__(
        self, *args: Any, targets: Mapping[str, _Target], sites: Mapping[str, Site], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"] = forms.ChoiceField(
            choices=[(key, target.label) for key, target in targets.items()],
            help_text="Without a version, the file tells of the one that is open now.",
        )
        if sites:
            self.fields["site"] = forms.ChoiceField(
                choices=[("", "No site")] + [(code, str(site)) for code, site in sites.items()],
                required=False,
                help_text="Where they were taught: accreditations may depend on it.",
            )
        self.order_fields(["course", "site", "file"])


@requires(Right.IMPORT_PROGRESS)
def imports(request: MemberRequest) -> HttpResponse:
    batches = Import.objects.of(request.organization).select_related("course", "uploaded_by")
    page = page_of(request, batches.order_by("-uploaded_at", "-pk"))
    context = {"page": page, "rows": shown_about_each(request, list(page))}
    return render(request, "staff/imports.html", context)


@requires(Right.IMPORT_PROGRESS)
def new(request: MemberRequest) -> HttpResponse:
    targets = _targets(request.organization)
    sites = {site.code: site for site in request.organization.sites.order_by("name")}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    asked = {"course": request.GET.get("course")}
    form = UploadForm(*sent, targets=targets, sites=sites, initial=asked)
    if form.is_valid():
        target, file = targets[form.cleaned_data["course"]], form.cleaned_data["file"]
        site = sites.get(form.cleaned_data.get("site", ""))
        try:
            batch = actions.upload(
                target.course, request.user, file.name, file, version=target.version, site=site
            )
        except Refused as refused:
            form.add_error("file", _said(str(refused)))
        else:
            return redirect("import-preview", pk=batch.pk)
    status = 422 if form.errors else 200
    return render(request, "staff/import_new.html", {"form": form}, status=status)


@requires(Right.IMPORT_PROGRESS)
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    if batch.confirmed_at:
        return redirect("import-progress", pk=pk)
    return _preview(request, batch)


@require_POST
@requires(Right.IMPORT_PROGRESS)
def columns(request: MemberRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    try:
        actions.choose_columns(batch, _changed(request))
    except Refused as refused:
        return _preview(request, batch, refused)
    return redirect("import-preview", pk=pk)


@require_POST
@requires(Right.IMPORT_PROGRESS)
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    try:
        actions.confirm(batch, request.user)
    except Refused as refused:
        return _preview(request, batch, refused)
    return redirect("import-progress", pk=pk)


@require_POST
@requires(Right.IMPORT_PROGRESS)
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    try:
        actions.discard(batch, request.user)
    except Refused as refused:
        return _preview(request, batch, refused)
    return redirect("imports")


@requires(Right.IMPORT_PROGRESS)
def progress(request: MemberRequest, pk: int) -> HttpResponse:
    """The whole page, or the part of it that moves, until nothing of it does."""
    batch = _batch(request, pk)
    if batch.confirmed_at is None:
        return redirect("import-preview", pk=pk)
    counted = tally(batch)
    context: dict[str, Any] = {"batch": batch, "tally": counted}
    if asks_for_part(request):
        if counted.done:
            return HttpResponse()  # The whole page, once more: its problems are known now.
        return render(request, "staff/import_progress_part.html", context)
    context["shown"] = shown_about(request, batch)
    return render(request, "staff/import_progress.html", context)


def _targets(organization: Organization) -> dict[str, _Target]:
    """Each course, and behind it its versions where there are several."""
    targets: dict[str, _Target] = {}
    for course in Course.objects.of(organization).order_by("code").prefetch_related("versions"):
        targets[course.code] = _Target(course)
        versions = sorted(course.versions.all(), key=lambda version: -version.number)
        for version in versions if len(versions) > 1 else ():
            targets[f"{course.code}/{version.number}"] = _Target(course, version)
    return targets


def _batch(request: MemberRequest, pk: int) -> Import:
    batches = Import.objects.of(request.organization).select_related("course__organization")
    return get_object_or_404(batches, pk=pk)


def _changed(request: MemberRequest) -> dict[str, str]:
    """The meanings that were moved. The others would only claim their columns back."""
    now = {
        key.removeprefix("now:"): str(name)
        for key, name in request.POST.items()
        if key.startswith("now:")
    }
    return {key: name for key, name in now.items() if name != request.POST.get(f"was:{key}", "")}


def _preview(request: MemberRequest, batch: Import, refused: Refused | None = None) -> HttpResponse:
    shown = preview_of(batch)
    names = _column_names(shown.header)
    context = {
        "batch": batch,
        "preview": shown,
        "columns": list(zip(names, shown.meanings, strict=True)),
        "rows": [(row, list(zip_longest(names, row.cells, fillvalue=""))) for row in shown.rows],
        "questions": _questions(shown),
        "refused": _said(str(refused or "")) or _said(shown.missing),
        "is_complete": not shown.missing,
    }
    return render(request, "staff/import_preview.html", context, status=422 if refused else 200)


def _said(sentence: str) -> str:
    """Without the remark for those who work on the command line; the page has a form for it."""
    return _FOR_THE_COMMAND_LINE.sub("", sentence)


def _column_names(header: tuple[str, ...]) -> list[str]:
    return [name or f"column {letters(index)}" for index, name in enumerate(header)]


def _questions(shown: Preview) -> list[dict[str, Any]]:
    """For each meaning: which column it is in now, and which there are to choose from."""
    options = [
        # A name that stands there once names its column; any other column goes by its letter.
        (name if name and shown.header.count(name) == 1 else letters(index), label)
        for index, (name, label) in enumerate(
            zip(shown.header, _column_names(shown.header), strict=True)
        )
    ]
    return [
        {"key": key, "label": label, "options": options, "chosen": _value(options, shown, key)}
        for key, label in shown.choices
    ]


def _value(options: list[tuple[str, str]], shown: Preview, key: str) -> str:
    index = shown.chosen.get(key)
    return "" if index is None else options[index][0]
