"""What renewal keeps of a person: points with their evidence, renewals, and of what they were
reminded."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, ProtectedError
from django.utils import timezone

from conferral.foundation.accounts.addresses import addresses_of
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.runs import tracking
from conferral.learning.accreditation.models import Document
from conferral.learning.progress.models import Enrolment
from conferral.learning.renewal.models import (
    Activity,
    PointsLine,
    PointsLineQuerySet,
    PointsTable,
    Reminder,
    Renewal,
)

_SAID = ("opens_on", "ends_on", "closes_on", "way", "renewed_on", "undone_at", "recognized_because")


def export(person: Person) -> dict[str, Any]:
    activities = Activity.objects.filter(person=person)
    renewals = Renewal.objects.filter(enrolment__person=person).order_by("pk")
    reminders = Reminder.objects.filter(award__enrolment__person=person).order_by("pk")
    entered = Activity.objects.filter(entered_by=person).exclude(person=person)
    lines, tables = _lines_about(person), PointsTable.objects.filter(by=person).order_by("pk")
    return {
        "points on their way": list(
            lines.order_by("pk").values("table__name", "number", "day", "title", "points")
        ),
        "tables of points": list(tables.values("name", "at")),
        "points": list(activities.values("day", "title", "points", "evidence__name")),
        "renewals": list(renewals.values("award__enrolment__version__title", *_SAID)),
        "reminders": list(reminders.values("step", "day")),
        "entered for others": list(entered.values("day", "entered_at")),
        "recognized for others": list(
            Renewal.objects.filter(recognized_by=person).order_by("pk").values("recognized_on")
        ),
    }


def erase(person: Person, organization: Organization) -> None:
    """What was renewed stays so; why is forgotten, with its papers; nothing new is renewed."""
    activities = Activity.objects.filter(organization=organization, person=person)
    theirs = Renewal.objects.of(organization).filter(enrolment__person=person)
    papers = {*activities.values_list("evidence", flat=True)}
    papers |= {*theirs.values_list("evidence", flat=True)}
    activities.delete()
    _forget_lines(_lines_about(person).filter(table__organization=organization))
    ours = Enrolment.objects.of(organization).filter(person=person)
    Reminder.objects.filter(award__enrolment__in=ours).delete()
    theirs.update(recognized_because="", evidence=None, problem="")
    now = timezone.now()
    theirs.open().update(lapsed_at=now)
    theirs.update(looked_at=now)
    for document in Document.objects.filter(pk__in=papers - {None}):
        _forget(document)


def _forget_lines(theirs: PointsLineQuerySet) -> None:
    left = dict(theirs.open().order_by().values_list("table").annotate(count=Count("pk")))
    theirs.delete()
    for table in PointsTable.objects.filter(pk__in=left):
        tracking.drop(table, left[table.pk])


def _lines_about(person: Person) -> PointsLineQuerySet:
    return PointsLine.objects.filter(email__in=addresses_of(person))


def _forget(document: Document) -> None:
    """Unless somebody else's case rests on the same paper."""
    try:
        with transaction.atomic():
            document.delete()
    except ProtectedError:
        return
    path = document.file.name
    if path and not Document.objects.filter(file=path).exists():
        transaction.on_commit(partial(document.file.storage.delete, path))
