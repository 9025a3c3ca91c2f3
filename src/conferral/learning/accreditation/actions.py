"""Register accreditations, set their scope, and stop them; keep what bodies ask for in mind.

Whatever may change a ruling is noted, so that what waits is looked at again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.foundation.visible import many_lines, one_line
from conferral.learning.accreditation import periods
from conferral.learning.accreditation.models import (
    Accreditation,
    Body,
    Condition,
    Document,
    PeriodicReview,
)
from conferral.learning.catalog import changes
from conferral.learning.catalog.models import Course, CourseVersion, Site


@dataclass(frozen=True)
class Terms:
    """What a body has granted. What is empty in the scope is not limited."""

    number: str
    valid_from: date
    valid_until: date | None = None
    statement: str = ""
    scope_words: str = ""
    courses: Sequence[Course] = ()
    versions: Sequence[CourseVersion] = ()
    sites: Sequence[Site] = ()
    modes: Sequence[str] = ()
    languages: Sequence[str] = ()
    needs_qualified: bool = False

    @property
    def period(self) -> tuple[date, date | None]:
        return self.valid_from, self.valid_until


@transaction.atomic
def add(body: Body, terms: Terms, person: Person) -> Accreditation:
    """Refused: it ends before it starts, or overlaps with another of the same body."""
    terms = _with_clean_words(terms)
    _check(body, terms)
    accreditation = Accreditation(body=body)
    _write(accreditation, terms)
    _plan_review(accreditation, terms.valid_from)
    _tell(person, "added an accreditation", accreditation, **_said(terms))
    return accreditation


@transaction.atomic
def change(accreditation: Accreditation, terms: Terms, person: Person) -> None:
    """What was printed stays as it was printed; the new terms count from now on."""
    terms = _with_clean_words(terms)
    _check(accreditation.body, terms, but=accreditation.pk)
    _write(accreditation, terms)
    _tell(person, "changed an accreditation", accreditation, **_said(terms))


@transaction.atomic
def end(accreditation: Accreditation, last_day: date, person: Person) -> None:
    """Let it end on another day than was granted. The last day counts."""
    periods.check(accreditation.valid_from, last_day)
    accreditation.valid_until = last_day
    accreditation.save(update_fields=["valid_until"])
    _tell(person, "ended an accreditation", accreditation, last_day=last_day.isoformat())


@transaction.atomic
def suspend(accreditation: Accreditation, because: str, person: Person) -> None:
    if accreditation.withdrawn_at or accreditation.suspended_at:
        raise Refused(f"{accreditation.number} does not count as it is.")
    accreditation.suspended_at, accreditation.because = timezone.now(), _reason(because)
    accreditation.save(update_fields=["suspended_at", "because"])
    _tell(person, "suspended an accreditation", accreditation, because=accreditation.because)


@transaction.atomic
def reinstate(accreditation: Accreditation, person: Person) -> None:
    if accreditation.suspended_at is None or accreditation.withdrawn_at:
        raise Refused(f"{accreditation.number} is not suspended.")
    accreditation.suspended_at, accreditation.because = None, ""
    accreditation.save(update_fields=["suspended_at", "because"])
    _tell(person, "reinstated an accreditation", accreditation)


@transaction.atomic
def withdraw(accreditation: Accreditation, because: str, person: Person) -> None:
    """The body has taken it back, for good."""
    if accreditation.withdrawn_at:
        raise Refused(f"{accreditation.number} has been withdrawn already.")
    accreditation.withdrawn_at, accreditation.because = timezone.now(), _reason(because)
    accreditation.save(update_fields=["withdrawn_at", "because"])
    _tell(person, "withdrew an accreditation", accreditation, because=accreditation.because)


@transaction.atomic
def add_condition(
    accreditation: Accreditation, text: str, due_on: date | None, person: Person
) -> Condition:
    condition = Condition.objects.create(
        accreditation=accreditation, text=one_line(text, "text"), due_on=due_on
    )
    _tell(person, "added a condition", accreditation, condition=condition.text)
    return condition


@transaction.atomic
def meet(condition: Condition, person: Person) -> None:
    if condition.met_at:
        raise Refused("It has been met already.")
    condition.met_at = timezone.now()
    condition.save(update_fields=["met_at"])
    _tell(person, "met a condition", condition.accreditation, condition=condition.text)


@transaction.atomic
def attach(accreditation: Accreditation, document: Document, person: Person) -> None:
    accreditation.documents.add(document)
    organization = accreditation.body.organization
    said = {"name": document.name, "sha256": document.sha256}
    record(person, "attached a document", accreditation, organization, **said)


@transaction.atomic
def finish_review(
    review: PeriodicReview, outcome: str, versions: Sequence[CourseVersion], person: Person
) -> None:
    """What came of it, and the versions that were made because of it. The next one is planned."""
    if review.done_at:
        raise Refused("It has been done already.")
    if not (outcome := many_lines(outcome, "outcome")):
        raise Refused("Say what came of it.")
    now = timezone.now()
    review.done_at, review.done_by, review.outcome = now, person, outcome
    review.save(update_fields=["done_at", "done_by", "outcome"])
    review.versions.set(versions)
    organization = review.accreditation.body.organization
    _plan_review(review.accreditation, now.astimezone(organization.zone).date())
    record(person, "finished a review", review.accreditation, organization, outcome=outcome)


@transaction.atomic
def plan_review(
    accreditation: Accreditation, what: str, due_on: date, person: Person
) -> PeriodicReview:
    review = PeriodicReview.objects.create(
        accreditation=accreditation, what=one_line(what, "what"), due_on=due_on
    )
    organization = accreditation.body.organization
    record(person, "planned a review", accreditation, organization, due_on=due_on.isoformat())
    return review


def _with_clean_words(terms: Terms) -> Terms:
    return replace(
        terms,
        number=one_line(terms.number, "number"),
        statement=many_lines(terms.statement, "statement"),
        scope_words=one_line(terms.scope_words, "scope_words"),
    )


def _check(body: Body, terms: Terms, but: int | None = None) -> None:
    periods.check(terms.valid_from, terms.valid_until)
    Body.objects.select_for_update().get(pk=body.pk)  # Of two who add the same, one comes second.
    standing = Accreditation.objects.filter(body=body, withdrawn_at=None).exclude(pk=but or 0)
    for other in standing.known().order_by("pk"):
        if not periods.overlap(terms.period, (other.valid_from, other.valid_until)):
            continue
        holds = periods.in_words(other.valid_from, other.valid_until)
        if other.number == terms.number:
            raise Refused(
                f"{body} {other.number} is registered already, {holds}. Let it end before this one "
                "begins, or correct the dates."
            )
        if _scope_of(other) == _scope(terms):
            raise Refused(
                f"{body} {other.number} has the same scope, {holds}. Let it end before this one "
                "begins, or give them scopes that differ."
            )


def _scope(terms: Terms) -> tuple[object, ...]:
    rows = (terms.courses, terms.versions, terms.sites)
    words = {*terms.modes}, {*terms.languages}, terms.scope_words.casefold()
    return (*({row.pk for row in each} for each in rows), *words)


def _scope_of(other: Accreditation) -> tuple[object, ...]:
    rows = (other.courses.all(), other.versions.all(), other.sites.all())
    words = {*other.modes}, {*other.languages}, other.scope_words.strip().casefold()
    return (*({row.pk for row in each} for each in rows), *words)


def _write(accreditation: Accreditation, terms: Terms) -> None:
    accreditation.number, accreditation.statement = terms.number, terms.statement
    accreditation.valid_from, accreditation.valid_until = terms.period
    accreditation.scope_words = terms.scope_words
    accreditation.modes, accreditation.languages = sorted(terms.modes), sorted(terms.languages)
    accreditation.needs_qualified = terms.needs_qualified
    accreditation.save()
    accreditation.courses.set(terms.courses)
    accreditation.versions.set(terms.versions)
    accreditation.sites.set(terms.sites)


def _said(terms: Terms) -> dict[str, object]:
    return {
        "number": terms.number,
        "valid_from": terms.valid_from.isoformat(),
        "valid_until": terms.valid_until.isoformat() if terms.valid_until else None,
        "courses": [course.code for course in terms.courses],
        "versions": [str(version) for version in terms.versions],
        "sites": [site.code for site in terms.sites],
        "modes": list(terms.modes),
        "languages": list(terms.languages),
    }


def _plan_review(accreditation: Accreditation, after: date) -> None:
    """By the body's own timeline, while the accreditation lasts."""
    months, ends = accreditation.body.review_months, accreditation.valid_until
    if not months:
        return
    due_on = periods.months_after(after, months)
    if ends is None or due_on <= ends:
        what = f"Periodic review for {accreditation.body}"
        PeriodicReview.objects.create(accreditation=accreditation, what=what, due_on=due_on)


def _reason(because: str) -> str:
    if not (said := many_lines(because, "because")):
        raise Refused("Say why.")
    return said


def _tell(person: Person, deed: str, accreditation: Accreditation, **said: object) -> None:
    organization = accreditation.body.organization
    changes.note(organization)
    record(person, deed, accreditation, organization, **said)
