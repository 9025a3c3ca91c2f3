"""Hold changed progress against the criterion; settle what awards wait for; tell the learner."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from conferral.foundation.belt import Stage, advance
from conferral.foundation.letters.writing import Writer
from conferral.foundation.mail.models import Message
from conferral.learning.awards import actions, braking, hindsight, keeping_back, letters
from conferral.learning.awards.models import Award, AwardQuerySet
from conferral.learning.progress import facts
from conferral.learning.progress.models import Enrolment, EnrolmentQuerySet

TELL_AFTER = timedelta(days=1)  # Who gets the certificate the same day needs no word about it.


def evaluate_changed() -> int:
    return advance(_changed().order_by("pk"), evaluate)


def evaluate(enrolments: Sequence[Enrolment]) -> None:
    now = timezone.now()
    facts.know(enrolments)
    decided = [(enrolment, enrolment.decision.met) for enrolment in enrolments]
    _take_back(enrolment for enrolment, is_met in decided if not is_met)
    met = [enrolment for enrolment, is_met in decided if is_met]
    older = keeping_back.older_of(met)  # Locked first: who takes one back locks in that order.
    hindsight.bring_up_to_date(met, now)
    Award.objects.bulk_create(
        (_award(enrolment, now) for enrolment in met),
        ignore_conflicts=True,  # Who has earned it already has it.
    )
    keeping_back.keep_back_new(met, older, now)
    Enrolment.objects.filter(pk__in=[enrolment.pk for enrolment in enrolments]).update(
        evaluated_at=now
    )


def settle_changed() -> int:
    waiting = _unsettled().select_related("enrolment__version__course")
    return advance(waiting.order_by("pk"), settle)


def settle(awards: Sequence[Award]) -> None:
    actions.settle(awards, timezone.now())
    braking.count_runs(awards)


def tell_waiting() -> int:
    waiting = _untold().select_related(
        "enrolment__person", "enrolment__version__course__organization"
    )
    return advance(waiting.order_by("pk"), tell)


def tell(awards: Sequence[Award]) -> None:
    """Once: what holds it up, until when, and where to look."""
    now = timezone.now()
    writer = Writer(letters.WAITING)
    Message.objects.bulk_create(
        letters.to_learner(writer, award, _day(now, award.enrolment))
        for award in awards
        if award.enrolment.person.email  # The erased have none.
    )
    Award.objects.filter(pk__in=[award.pk for award in awards]).update(told_at=now)


def _take_back(enrolments: Iterable[Enrolment]) -> None:
    """Where a draft asks for more than it did: what was earned by it before was never approved."""
    drafted = [each.pk for each in enrolments if each.version.approved_at is None]
    if drafted:
        Award.objects.unissued().filter(enrolment__in=drafted).delete()


def _award(enrolment: Enrolment, now: datetime) -> Award:
    said = hindsight.known_of(enrolment, _day(now, enrolment))
    return Award(enrolment=enrolment, earned_at=now, completed_on=said.completed_on, mark=said.mark)


def _day(moment: datetime, enrolment: Enrolment) -> date:
    return moment.astimezone(enrolment.version.course.organization.zone).date()


def _changed() -> EnrolmentQuerySet:
    return Enrolment.objects.changed().due()


def _untold() -> AwardQuerySet:
    before = timezone.now() - TELL_AFTER
    return Award.objects.kept_waiting().filter(told_at=None, earned_at__lte=before).due()


def _something_changed() -> bool:
    """Asked all the time: ten thousand that wait for a long time must not make it slow."""
    return Award.objects.perhaps_unsettled().exists() and _unsettled().exists()


def _unsettled() -> AwardQuerySet:
    return Award.objects.unsettled().due()


EVALUATE_CHANGED = Stage("evaluate", lambda: _changed().exists(), evaluate_changed)
SETTLE_CHANGED = Stage("settle", _something_changed, settle_changed)
TELL_WAITING = Stage("tell who waits", lambda: _untold().exists(), tell_waiting)
