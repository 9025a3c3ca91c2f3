"""Every day: seeds are sealed, rounds are opened when it is time, overdue ones reminded of."""

from datetime import date, timedelta

from django.db.models import Min

from conferral.foundation.accounts.models import Organization
from conferral.foundation.chores.jobs import Chore
from conferral.foundation.chores.telling import told
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.moderation import letters, opening
from conferral.learning.moderation.models import ModerationRound, Seed

OPENS_AFTER = timedelta(days=3)
"""So long the oldest result waits, that others may join its round."""


def look_after(organization: Organization, today: date) -> str:
    sealed = _seal(organization)
    opened = _open(organization, today)
    reminded = _remind(organization, today)
    return told(
        (sealed, "draw prepared", "draws prepared"),
        (opened, "round opened", "rounds opened"),
        (reminded, "reminder written", "reminders written"),
    )


def _seal(organization: Organization) -> int:
    """Before anybody has completed it, where we can: then nobody can have known the list."""
    moderated = CourseVersion.objects.approved().filter(
        course__organization=organization, certificate_type__moderation_percent__isnull=False
    )
    unsealed = moderated.exclude(pk__in=Seed.objects.filter(used_at=None).values("version"))
    versions = list(unsealed.select_related("course__organization"))
    return len([opening.prepare(version) for version in versions])


def _open(organization: Organization, today: date) -> int:
    waiting = opening.unmoderated(organization).values_list("enrolment__version")
    oldest = waiting.annotate(first=Min("completed_on")).filter(first__lte=today - OPENS_AFTER)
    keys = [version for version, _ in oldest.order_by("enrolment__version")]
    versions = CourseVersion.objects.select_related("course__organization", "certificate_type")
    return len([opening.open_round(version) for version in versions.filter(pk__in=keys)])


def _remind(organization: Organization, today: date) -> int:
    late = ModerationRound.objects.of(organization).open().filter(due_on__lt=today)
    related = ("version__course__organization", "internal_moderator", "external_moderator")
    return sum(letters.remind(the_round, today) for the_round in late.select_related(*related))


LOOK_AFTER_ROUNDS = Chore("look after moderation", look_after)
