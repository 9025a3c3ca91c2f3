"""What a file tells of a learner beyond single modules: totals and verdicts, into the register.

A total only rises; a verdict with its moment is kept once. So order and repetition do not matter.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from conferral.learning.catalog.criteria import Measurable, Verdict
from conferral.learning.progress.connectors.readings import LineReading
from conferral.learning.progress.models import Enrolment, Judgement, Measure

Lines = Iterable[tuple[Enrolment, LineReading]]


def record_totals(lines: Lines, now: datetime) -> set[int]:
    """Return the enrolments about which something new was told."""
    told: dict[tuple[int, Measurable], Decimal] = {}
    for enrolment, reading in lines:
        for what, value in reading.measures:
            key = enrolment.pk, what
            told[key] = max(value, told.get(key, value))
    known = _known_totals({enrolment for enrolment, _ in told})
    higher = {key: value for key, value in told.items() if value > known.get(key, Decimal(-1))}
    Measure.objects.bulk_create(
        (
            Measure(enrolment_id=enrolment, kind=what, value=value, recorded_at=now)
            for (enrolment, what), value in higher.items()
        ),
        update_conflicts=True,
        unique_fields=["enrolment", "kind"],
        update_fields=["value", "recorded_at"],
    )
    return {enrolment for enrolment, _ in higher}


def record_verdicts(lines: Lines) -> set[int]:
    """Return the enrolments about which something new was told."""
    told = {
        (enrolment.pk, each)
        for enrolment, reading in lines
        for each in reading.verdicts
        if enrolment.counts_from is None or each.at >= enrolment.counts_from
    }
    fresh = told - _known_verdicts({enrolment for enrolment, _ in told})
    Judgement.objects.bulk_create(
        (_judgement(enrolment, verdict) for enrolment, verdict in fresh), ignore_conflicts=True
    )
    return {enrolment for enrolment, _ in fresh}


def _known_totals(enrolments: set[int]) -> Mapping[tuple[int, Measurable], Decimal]:
    if not enrolments:
        return {}
    kept = Measure.objects.filter(enrolment__in=enrolments)
    return {(each.enrolment_id, Measurable(each.kind)): each.value for each in kept}


def _known_verdicts(enrolments: set[int]) -> set[tuple[int, Verdict]]:
    if not enrolments:
        return set()
    kept = Judgement.objects.filter(enrolment__in=enrolments)
    return {(each.enrolment_id, each.verdict) for each in kept}


def _judgement(enrolment: int, verdict: Verdict) -> Judgement:
    return Judgement(
        enrolment_id=enrolment,
        kind=verdict.kind,
        code=verdict.code,
        is_positive=verdict.yes,
        at=verdict.at,
    )
