"""Say by hand what no learning system knows: a verdict on a learner, a total over the course."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.catalog import criteria
from conferral.learning.catalog.criteria import Confirmed, Evaluated, JudgementKind, Measurable
from conferral.learning.progress.models import Enrolment, Judgement, Measure

_MOST = {Measurable.ATTENDANCE_PERCENT: Decimal(100)}
_MOST_OF_ANYTHING = Decimal(10_000)
_WHOLE = {Measurable.REVIEWS_GIVEN, Measurable.REVIEWS_RECEIVED, Measurable.POSTS}
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Refusal:
    """What was asked, and the no to it."""

    asked: Evaluated | Confirmed
    judgement: Judgement

    @property
    def key(self) -> str:
        """Names it among those of its enrolment."""
        return f"{self.judgement.kind}:{self.asked.code}"


def asked_of(enrolment: Enrolment) -> tuple[Evaluated | Confirmed, ...]:
    """What a human must say about the learner, in the order of the criterion."""
    leaves = criteria.leaves_of(enrolment.version.criterion)
    return tuple(dict.fromkeys(leaf for leaf in leaves if isinstance(leaf, Evaluated | Confirmed)))


def refusals_of(enrolment: Enrolment) -> tuple[Refusal, ...]:
    """Where the newest that a human said by hand is no, in the order of the criterion."""
    said = Judgement.objects.filter(enrolment=enrolment).select_related("by").order_by("at", "pk")
    newest = {(each.kind, each.code): each for each in said}
    found = ((asked, newest.get((_kind(asked), asked.code))) for asked in asked_of(enrolment))
    return tuple(
        Refusal(asked, each)
        for asked, each in found
        if each is not None and not each.is_positive and each.by_id is not None
    )


@transaction.atomic
def judge(
    enrolment: Enrolment, asked: Evaluated | Confirmed, by: Person, *, yes: bool, remark: str = ""
) -> Judgement:
    """Competent, or confirmed; or not yet, with a remark that says why. The newest counts.

    Refused for oneself, and for what the criterion does not ask.
    """
    _insist_on_another(enrolment, by)
    if asked not in asked_of(enrolment):
        raise Refused(f"The criterion of {enrolment.version} does not ask for “{asked.title}”.")
    if not yes and not remark.strip():
        raise Refused("Say what is missing: the learner needs to know what to do.")
    judgement = Judgement.objects.create(
        enrolment=enrolment,
        kind=_kind(asked),
        code=asked.code,
        is_positive=yes,
        at=timezone.now(),
        by=by,
        remark=remark.strip(),
    )
    said = {"kind": judgement.kind, "code": asked.code, "yes": yes}
    _look_again(enrolment, by, "judged", **said)
    return judgement


@transaction.atomic
def measure(
    enrolment: Enrolment, what: Measurable, value: Decimal, by: Person, *, because: str = ""
) -> Measure:
    """What is said counts, be it more or less than before; a later file may only raise it.

    `because`: how it is known, for the audit trail.
    """
    _insist_on_another(enrolment, by)
    _insist_on_sense(what, value)
    before = Measure.objects.filter(enrolment=enrolment, kind=what).first()
    kept, _ = Measure.objects.update_or_create(
        enrolment=enrolment,
        kind=what,
        defaults={"value": value.quantize(_CENT), "recorded_at": timezone.now()},
    )
    said = {"what": what, "value": str(value), "before": str(before.value) if before else None}
    reason = {"because": because.strip()} if because.strip() else {}
    _look_again(enrolment, by, "measured", **said, **reason)
    return kept


def _kind(asked: Evaluated | Confirmed) -> JudgementKind:
    match asked:
        case Evaluated():
            return JudgementKind.EVALUATION
        case Confirmed():
            return JudgementKind.CONFIRMATION


def _insist_on_another(enrolment: Enrolment, by: Person) -> None:
    if enrolment.person_id == by.pk:
        raise Refused("Nobody judges their own work. Ask a colleague.")


def _insist_on_sense(what: Measurable, value: Decimal) -> None:
    most = _MOST.get(what, _MOST_OF_ANYTHING)
    if not (value.is_finite() and 0 <= value <= most):
        raise Refused(f"{what.capitalize()}: write a number from 0 to {most}.")
    if what in _WHOLE and value != value.to_integral_value():
        raise Refused(f"{what.capitalize()}: write a whole number.")


def _look_again(enrolment: Enrolment, by: Person, deed: str, **said: object) -> None:
    """The learner stands in the trail as a row, which forgets its name when asked to."""
    Enrolment.objects.filter(pk=enrolment.pk).update(evaluated_at=None)
    record(by, deed, enrolment, enrolment.version.course.organization, **said)
