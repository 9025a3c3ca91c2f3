"""How the belt moves: each stage, when it last did something, and what of ours waits for it.

The stages work for all organizations; what is counted is one organization's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet

from conferral.credentials.delivery.models import Stop
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential, StatusList
from conferral.credentials.recalls.models import Recalled
from conferral.foundation.accounts.models import Organization
from conferral.foundation.chores.models import StageRun
from conferral.foundation.engine.models import Worker
from conferral.foundation.mail.models import Message
from conferral.foundation.webhooks.models import Notice
from conferral.learning.awards.models import Award
from conferral.learning.progress.models import Enrolment, Import
from conferral.learning.renewal.models import PointsLine, Renewal


@dataclass(frozen=True)
class Queue:
    """Rows that wait for a stage. `since`: the column that says since when; empty: nobody knows."""

    rows: QuerySet[Any]
    since: str = "next_attempt_at"


@dataclass(frozen=True)
class Standing:
    """One stage. `waiting` is None where it cannot be told whose rows they are.

    `oldest`: since when one waits; `next_at`: when a row that was postponed is tried again, if
    none is due before.
    """

    stage: str
    ran_at: datetime | None
    count: int
    failed_at: datetime | None
    waiting: int | None = None
    oldest: datetime | None = None
    next_at: datetime | None = None

    @property
    def is_known(self) -> bool:
        """Is there anything to tell of it? Many a stage has never had anything to do."""
        return bool(self.ran_at or self.failed_at or self.waiting)


def belt(organization: Organization, now: datetime) -> list[Standing]:
    """Every stage that a worker has named, in the order of the way; empty before the first one."""
    waiting = queues(organization, now)
    return [_standing(run, waiting.get(run.stage), now) for run in StageRun.objects.all()]


def is_moving() -> bool:
    """Is any worker alive?"""
    return Worker.objects.alive().exists()


def queues(organization: Organization, now: datetime) -> Mapping[str, Queue]:
    """By the stage. What is stuck waits for a person, and stands on Today."""
    credentials = Credential.objects.of(organization).kept()
    certificates = Certificate.objects.filter(credential__in=credentials)
    lists = StatusList.objects.filter(organization=organization).to_be_signed(now)
    recalled = Recalled.objects.begun().filter(recall__organization=organization)
    stops = Stop.objects.open().filter(credential__in=credentials)
    points = PointsLine.objects.open().filter(table__organization=organization)
    awards = Award.objects.of(organization)
    return {
        "read imports": Queue(Import.objects.of(organization).unread(), "confirmed_at"),
        "evaluate": Queue(Enrolment.objects.of(organization).changed(), ""),
        "enter points": Queue(points, "table__begun_at"),
        "renew": Queue(Renewal.objects.of(organization).unseen(), ""),
        "settle": Queue(awards.unsettled(), "earned_at"),
        "issue": Queue(awards.free(), "settled_at"),
        "call back": Queue(recalled),
        "revoke what was stopped": Queue(stops, "stopping__at"),
        "publish status lists": Queue(lists, ""),
        "sequence": Queue(credentials.filter(entry__index=None)),
        "print": Queue(credentials.filter(printed_at=None)),
        "make pages": Queue(
            credentials.filter(page_made_at=None, printed_at__isnull=False), "printed_at"
        ),
        "announce": Queue(certificates.filter(announced_at=None)),
        "send mail": Queue(Message.objects.filter(organization=organization).unsent()),
        "send webhooks": Queue(Notice.objects.of(organization).unsent()),
    }


def _standing(run: StageRun, queue: Queue | None, now: datetime) -> Standing:
    standing = Standing(run.stage, run.ran_at, run.count, run.failed_at)
    if queue is None:
        return standing
    rows = queue.rows.order_by().filter(attempts__lt=queue.rows.model.patience)
    asked = {"waiting": Count("pk", distinct=True), "next_at": Min("next_attempt_at")}
    said = rows.aggregate(**asked | ({"oldest": Min(queue.since)} if queue.since else {}))
    next_at, oldest = said["next_at"], said.get("oldest")
    return replace(
        standing,
        waiting=said["waiting"],
        oldest=oldest if oldest and oldest <= now else None,
        next_at=next_at if next_at and next_at > now else None,
    )
