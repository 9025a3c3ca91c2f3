"""Which worker processes are alive."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

DEAD_AFTER = timedelta(seconds=5)


class WorkerQuerySet(models.QuerySet["Worker"]):
    def alive(self) -> Self:
        return self.filter(seen_at__gte=timezone.now() - DEAD_AFTER)

    def dead(self) -> Self:
        return self.filter(seen_at__lt=timezone.now() - DEAD_AFTER)


class Worker(models.Model):
    """A lease: the process says every second that it lives. Who stops saying so is dead."""

    executor = models.UUIDField(primary_key=True)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()

    objects = WorkerQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.executor)
