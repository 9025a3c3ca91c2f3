"""Take what a file says into the register: people, enrolments, results, many lines at a time.

To take the same lines in twice changes nothing: results only get better, and an enrolment is
looked at again only when one of its results did.
"""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Q

from conferral.foundation.accounts.addresses import people_with
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.names import mixed_scripts, same_name
from conferral.learning.catalog.criteria import Attempt
from conferral.learning.catalog.models import Module
from conferral.learning.progress.beyond_modules import record_totals, record_verdicts
from conferral.learning.progress.completion import Completion
from conferral.learning.progress.connectors.columns import ColumnMap
from conferral.learning.progress.connectors.readings import Learner, LineReading, problem_at
from conferral.learning.progress.models import Enrolment, Import, ImportRow, ModuleResult
from conferral.learning.progress.results import Outcome

_CENT = Decimal("0.01")
_Cycles = Mapping[int, Sequence[Enrolment]]  # By person: the newest enrolment is the last.


@dataclass
class _Taken:
    """One line on its way: what was read, whose it is, what there is to tell about it."""

    line: int
    reading: LineReading
    person: Person | None = None  # Until everybody was looked for; then: it is refused.
    note: str = ""


@transaction.atomic
def record_lines(
    batch: Import, columns: ColumnMap, readings: Mapping[int, LineReading], now: datetime
) -> int:
    """Record the readings of one chunk (by line number). A refused line keeps its own note.

    Returns how many were refused.
    """
    taken = [_first_look(line, reading) for line, reading in readings.items()]
    _find_people(taken, columns)
    cycles = _enrol(batch, [row.person for row in taken if row.person])
    enrolments = {person: theirs[-1] for person, theirs in cycles.items()}
    _label(taken, enrolments)
    changed = _record_results(taken, cycles, now)
    lines = [(enrolments[row.person.pk], row.reading) for row in taken if row.person]
    # A total has no date: nobody can tell whether it is of before the certificate was renewed.
    first = [(enrolment, reading) for enrolment, reading in lines if enrolment.counts_from is None]
    changed |= record_totals(first, now) | record_verdicts(lines)
    Enrolment.objects.filter(pk__in=changed).update(evaluated_at=None)
    _account_for(batch, taken, enrolments)
    return sum(row.person is None for row in taken)


def _account_for(
    batch: Import, taken: Sequence[_Taken], enrolments: Mapping[int, Enrolment]
) -> None:
    """A row for each line; of one that was refused and is read again, the same one."""
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                batch=batch,
                line=row.line,
                enrolment=enrolments.get(row.person.pk) if row.person else None,
                refused=row.person is None,
                note=row.note,
            )
            for row in taken
        ),
        update_conflicts=True,
        unique_fields=["batch", "line"],
        update_fields=["enrolment", "refused", "note"],
    )


def _first_look(line: int, reading: LineReading) -> _Taken:
    note = " ".join(problem.says for problem in reading.problems)
    return _Taken(line, reading, note=note)


def _find_people(taken: Sequence[_Taken], columns: ColumnMap) -> None:
    known = people_with(row.reading.learner.email for row in taken if row.reading.learner)
    fresh: dict[str, Person] = {}
    for row in taken:
        learner = row.reading.learner
        if learner is None:
            continue
        person = known.get(learner.email) or fresh.setdefault(learner.email, _new_person(learner))
        _attach(row, person, learner, columns)
    Person.objects.bulk_create(fresh.values())


def _new_person(learner: Learner) -> Person:
    # What set_unusable_password() makes, which takes as long as all the rest of a line.
    password = UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)
    return Person(email=learner.email, printed_name=learner.name, password=password)


def _attach(row: _Taken, person: Person, learner: Learner, columns: ColumnMap) -> None:
    if not same_name(person.printed_name, learner.name):
        why = (
            f"the e-mail address {learner.email} belongs to someone with another name. Give each "
            f"person an address of their own, or correct the name “{learner.name}”."
        )
        row.note = problem_at(row.line, columns, columns.email or 0, learner.email, why).says
        return
    row.person = person
    row.note = _noticed(row.line, person.printed_name, learner.name)


def _noticed(line: int, known: str, name: str) -> str:
    """About a line that is taken as it is; empty: nothing."""
    if known != name:
        return f"Row {line}: the register spells the name “{known}”; kept."
    if mixed_scripts(name):
        return f"Row {line}: the name “{name}” mixes alphabets whose letters look alike; kept."
    return ""


def _enrol(batch: Import, people: Sequence[Person]) -> _Cycles:
    """The enrolments of each person, by person, the newest last; made where there is none.

    A file that names no version goes on with whatever version somebody is in.
    """
    within = Q(version=batch.version) if batch.version else Q(version__course=batch.course)
    learning = Enrolment.objects.of_learners()
    theirs = learning.filter(within, person__in={person.pk for person in people})
    found: dict[int, list[Enrolment]] = defaultdict(list)
    for enrolment in theirs.order_by("version__number", "cycle"):
        found[enrolment.person_id].append(enrolment)
    if batch.target is None:
        raise ValueError(f"The course {batch.course.code} has no version.")
    missing = {person.pk: person for person in people if person.pk not in found}
    made = Enrolment.objects.bulk_create(
        Enrolment(person=person, version=batch.target, site=batch.site)
        for person in missing.values()
    )
    return found | {enrolment.person_id: [enrolment] for enrolment in made}


def _label(taken: Sequence[_Taken], enrolments: Mapping[int, Enrolment]) -> None:
    """The cohort of each, where a line names one; the newest file is right."""
    moved = {}
    for row in taken:
        if row.person is None or not row.reading.cohort:
            continue
        enrolment = enrolments[row.person.pk]
        if enrolment.cohort != row.reading.cohort:
            enrolment.cohort = row.reading.cohort
            moved[enrolment.pk] = enrolment
    Enrolment.objects.bulk_update(moved.values(), ["cohort"])


def _record_results(taken: Sequence[_Taken], cycles: _Cycles, now: datetime) -> set[int]:
    """Merge the completions into what is known. Return the enrolments whose results changed."""
    everyone = [enrolment for theirs in cycles.values() for enrolment in theirs]
    modules = _modules({enrolment.version_id for enrolment in everyone})
    known = {
        (result.enrolment_id, result.module_id): result.outcome
        for result in ModuleResult.objects.filter(enrolment__in=everyone)
    }
    moved: dict[tuple[int, int], Outcome] = {}
    for row in taken:
        if row.person is None:
            continue
        for completion in row.reading.completions:
            enrolment = _where(completion, cycles[row.person.pk])
            module = modules.get((enrolment.version_id, completion.module)) if enrolment else None
            if enrolment and module:
                _merge(moved, known, (enrolment.pk, module.pk), _reported(completion))
    _write(moved, now)
    return {enrolment for enrolment, _ in moved}


def _where(completion: Completion, cycles: Sequence[Enrolment]) -> Enrolment | None:
    """In the newest that had begun by then.

    Who renews a certificate must do it anew: an old file, read again, renews nothing. What it
    tells late belongs to the certificate of before.
    """
    at = completion.completed_at
    for enrolment in reversed(cycles):
        begun = enrolment.counts_from
        if begun is None or (at is not None and at >= begun):
            return enrolment
    return None


def _modules(versions: set[int]) -> dict[tuple[int, str], Module]:
    return {
        (module.version_id, module.code): module
        for module in Module.objects.filter(version__in=versions)
    }


def _merge(
    moved: dict[tuple[int, int], Outcome],
    known: dict[tuple[int, int], Outcome],
    key: tuple[int, int],
    reported: Outcome,
) -> None:
    before = known.get(key)
    after = before.and_also(reported) if before else reported
    if after != before:
        moved[key] = known[key] = after


def _write(moved: Mapping[tuple[int, int], Outcome], now: datetime) -> None:
    ModuleResult.objects.bulk_create(
        (
            ModuleResult(
                enrolment_id=enrolment,
                module_id=module,
                passed=outcome.best.passed,
                score=outcome.best.score,
                completed_at=outcome.best.at,
                attempts=outcome.attempts_to_json(),
                recorded_at=now,
            )
            for (enrolment, module), outcome in moved.items()
        ),
        update_conflicts=True,
        unique_fields=["enrolment", "module"],
        update_fields=["passed", "score", "completed_at", "attempts", "recorded_at"],
    )


def _reported(completion: Completion) -> Outcome:
    score = completion.score
    if score is not None:
        score = score.quantize(_CENT, ROUND_HALF_UP)
    return Outcome.of(Attempt(completion.passed, score, completion.completed_at))
