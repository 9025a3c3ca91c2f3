"""Who did what, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from conferral.credentials.issuing.models import Credential, Event
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Right
from conferral.foundation.audit.forgetting import by_name, telling
from conferral.foundation.audit.models import Entry
from conferral.learning.catalog.models import Course, CourseVersion
from conferral.learning.progress.models import Import
from conferral.web.shared.access import MemberRequest, requires
from conferral.web.shared.asking import day_in, sought_in
from conferral.web.shared.paging import page_of
from conferral.web.staff import trail_words

_PAGES = {
    "accreditation.Accreditation": "accreditation",
    "accreditation.Body": "body",
    "cases.Case": "case",
    "moderation.ModerationRound": "moderation-round",
    "progress.Enrolment": "learner",
    "recalls.Recall": "recall",
    "runs.Run": "run",
}
"""The routes to the pages of what people give no name to."""


@dataclass(frozen=True)
class Target:
    """What a line is about: what people call it, and its page where it has one."""

    name: str
    address: str = ""


@requires(Right.SEE_AUDIT)
def activity(request: MemberRequest) -> HttpResponse:
    days = {name: request.GET.get(name, "").strip() for name in ("since", "until")}
    asked = {"q": sought_in(request.GET)} | days
    ours = telling(Entry.objects.filter(organization=request.organization))
    entries = ours.filter(_wanted(**asked))
    page = page_of(request, entries.select_related("actor").order_by("-at", "-pk"))
    targets = _certificates(page) | _versions(page) | _imports(page) | _courses(page)
    targets |= _people(page)
    targets[_label(request.organization)] = Target(request.organization.name)
    places = _places(page)
    lines = [_line(entry, targets.get(entry.target) or _unnamed(entry), places) for entry in page]
    context = {"page": page, "lines": lines, "asked": asked, "is_filtered": any(asked.values())}
    return render(request, "staff/activity.html", context)


def _wanted(q: str, since: str, until: str) -> Q:
    """Who, or what was done, by any part of it; between two days, where they are days."""
    wanted = by_name(q) | Q(deed__icontains=q) if q else Q()
    if (first := day_in(since)) is not None:
        wanted &= Q(at__date__gte=first)
    if (last := day_in(until)) is not None:
        wanted &= Q(at__date__lte=last)
    return wanted


def _certificates(entries: Iterable[Entry]) -> dict[str, Target]:
    found = Credential.objects.filter(pk__in=_keys(entries, Credential))
    return {
        _label(credential): Target(
            credential.number, reverse("staff-certificate", args=[credential.number])
        )
        for credential in found.only("number")
    }


def _versions(entries: Iterable[Entry]) -> dict[str, Target]:
    found = CourseVersion.objects.filter(pk__in=_keys(entries, CourseVersion))
    return {
        _label(version): Target(
            f"{version.title}, version {version.number}",
            reverse("course", args=[version.course.code]),
        )
        for version in found.select_related("course")
    }


def _imports(entries: Iterable[Entry]) -> dict[str, Target]:
    found = Import.objects.filter(pk__in=_keys(entries, Import))
    return {_label(batch): Target(batch.filename) for batch in found.only("filename")}


def _courses(entries: Iterable[Entry]) -> dict[str, Target]:
    found = Course.objects.filter(pk__in=_keys(entries, Course))
    return {_label(each): Target(each.code, reverse("course", args=[each.code])) for each in found}


def _people(entries: Iterable[Entry]) -> dict[str, Target]:
    found = Person.objects.filter(pk__in=_keys(entries, Person))
    return {_label(person): Target(person.printed_name) for person in found}


def _keys(entries: Iterable[Entry], model: type[Model]) -> list[str]:
    kind = f"{model._meta.label}:"
    return [entry.target.removeprefix(kind) for entry in entries if entry.target.startswith(kind)]


def _label(row: Model) -> str:
    """As the trail writes it."""
    return f"{row._meta.label}:{row.pk}"


def _unnamed(entry: Entry) -> Target:
    """By its kind and its key; with its page, where there is one that never goes away."""
    kind, _, key = entry.target.partition(":")
    page = _PAGES.get(kind)
    return Target(trail_words.named(entry.target), reverse(page, args=[key]) if page else "")


def _places(entries: Iterable[Entry]) -> dict[int, str]:
    """Where the events that the lines mention stand in the public log."""
    wanted = [entry.details["event"] for entry in entries if "event" in entry.details]
    found = Event.objects.filter(pk__in=wanted).values_list("pk", "entry__index")
    return {pk: "not yet" if index is None else f"entry {index}" for pk, index in found}


def _line(
    entry: Entry, target: Target, places: dict[int, str]
) -> tuple[Entry, Target, list[tuple[str, str]]]:
    """With its details, but for those that repeat the target."""
    said = dict(entry.details)
    if "event" in said:
        said["public log"] = places.get(said.pop("event"))
    details = trail_words.told(said)
    return entry, target, [(key, value) for key, value in details if value != target.name]
