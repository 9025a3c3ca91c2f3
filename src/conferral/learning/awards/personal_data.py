"""What awards keep of a person: what they have earned, when, with which mark."""

from typing import Any

from conferral.foundation.accounts.models import Organization, Person
from conferral.learning.awards import braking
from conferral.learning.awards.models import Award, Hindsight
from conferral.learning.progress.models import Enrolment


def export(person: Person) -> dict[str, Any]:
    awards = Award.objects.filter(enrolment__person=person).order_by("pk")
    columns = (
        "enrolment__version__title",
        "earned_at",
        "completed_on",
        "mark",
        "waits_for",
        "due_on",
        "rejected_at",
        "rejected_because",
        "told_at",
        "issued_at",
    )
    since = Hindsight.objects.filter(award__enrolment__person=person).order_by("pk")
    said = Hindsight.objects.filter(left_by=person).order_by("pk")
    return {
        "awards": list(awards.values(*columns)),
        "reported since": list(since.values("completed_on", "mark", "known_at", "left_because")),
        "left as they were issued": list(said.values("left_at", "left_because")),
    }


def erase(person: Person, organization: Organization) -> None:
    """What was stated to others keeps its place, without the mark; the rest was never said."""
    theirs = Enrolment.objects.of(organization).filter(person=person)
    awards = Award.objects.filter(enrolment__in=theirs)
    unissued = awards.filter(issued_at=None)
    batches = [award.batch for award in unissued.select_related("batch") if award.batch]
    unissued.delete()
    braking.leave_out(batches)
    Hindsight.objects.filter(award__in=awards).delete()
    awards.update(mark=None, problem="")
