"""Say how a course is renewed; enter points; recognize what was learned elsewhere; renew."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused, RefusedPart, insist
from conferral.learning.accreditation.models import Document
from conferral.learning.awards import hindsight
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import Course
from conferral.learning.renewal import reminding
from conferral.learning.renewal.deciding import Way, circle
from conferral.learning.renewal.known import decided, edges
from conferral.learning.renewal.models import Activity, Renewal, Rule

_MOST_DAYS = 730
_MOST_POINTS = Decimal(9999)
_MOST_STEPS = 10
_LONGEST_TITLE = 200  # Characters.


@dataclass(frozen=True)
class Terms:
    """How certificates of a course are renewed. `refreshers`: codes of courses."""

    opens_days: int = 90
    grace_days: int = 30
    reminders: tuple[int, ...] = reminding.USUAL
    by_exam: bool = False
    refreshers: tuple[str, ...] = ()
    points: Decimal | None = None
    by_recognition: bool = False


def terms_of(rule: Rule | None) -> Terms:
    if rule is None:
        return Terms()
    return Terms(
        opens_days=rule.opens_days,
        grace_days=rule.grace_days,
        reminders=tuple(rule.reminders),
        by_exam=rule.by_exam,
        refreshers=tuple(rule.refreshers.order_by("code").values_list("code", flat=True)),
        points=rule.points,
        by_recognition=rule.by_recognition,
    )


@transaction.atomic
def set_rule(course: Course, terms: Terms, person: Person) -> Rule:
    """How the course is renewed from now on; renewals that are open keep their days, and what is
    renewed stays so.

    RefusedPart names the term that cannot stand.
    """
    _insist_on_terms(course, terms)
    plain = {name: value for name, value in asdict(terms).items() if name != "refreshers"}
    before = terms_of(Rule.objects.filter(course=course).first())
    if _that_decide(terms) != _that_decide(before):
        plain["changed_at"] = timezone.now()
    plain["reminders"] = list(reminding.checked(terms.reminders))
    rule, _ = Rule.objects.update_or_create(course=course, defaults=plain)
    rule.refreshers.set(_refreshers(course, terms))
    Renewal.objects.open().filter(award__enrolment__version__course=course).update(looked_at=None)
    said = asdict(terms) | {"points": str(terms.points) if terms.points else None}
    record(person, "said how a course is renewed", course, course.organization, **said)
    return rule


def _that_decide(terms: Terms) -> Terms:
    """Without reminders: they change nothing of what renews."""
    return replace(terms, reminders=(), refreshers=tuple(sorted(terms.refreshers)))


@transaction.atomic
def enter(
    organization: Organization,
    learner: Person,
    activity: Activity,
    person: Person,
) -> bool:
    """Points for something that the learner did. The same thing of one day counts once.

    `activity`: its day, title and points, and its evidence if there is some. False: it was known.
    """
    refuse_oneself(learner, person)
    insist_on(activity, organization)
    kept, is_new = Activity.objects.get_or_create(
        organization=organization,
        person=learner,
        day=activity.day,
        title=activity.title.strip(),
        defaults={
            "points": activity.points,
            "evidence": activity.evidence,
            "entered_by": person,
        },
    )
    if is_new:
        look_again([learner.pk])
        said = {"day": str(kept.day), "points": str(kept.points)}
        record(person, "entered points", kept, organization, **said)
    return is_new


def refuse_oneself(learner: Person, person: Person) -> None:
    if learner.pk == person.pk:
        raise Refused("Nobody enters points for themselves. Ask a colleague.")


def insist_on(activity: Activity, organization: Organization) -> None:
    """RefusedPart: what of it cannot be."""
    today = timezone.now().astimezone(organization.zone).date()
    title = activity.title.strip()
    insist(bool(title), "title", "Say what was done.")
    insist(
        len(title) <= _LONGEST_TITLE and title.isprintable(),
        "title",
        f"Up to {_LONGEST_TITLE} characters that can be seen, in one line.",
    )
    insist(activity.day <= today, "day", "That day is still to come.")
    worth = activity.points
    insist(
        worth.is_finite() and 0 < worth <= _MOST_POINTS,
        "points",
        f"Write a number from 0.01 to {_MOST_POINTS}.",
    )


@transaction.atomic
def strike(activity: Activity, person: Person, because: str) -> None:
    """Points that were entered by mistake. Refused when a certificate rests on them."""
    if not because.strip():
        raise Refused("Say why they do not count.")
    if not Activity.objects.select_for_update().filter(pk=activity.pk).exists():
        raise Refused("They have been struck already.")
    # Until a renewal has come to nothing: what is only suspended may count again.
    resting = Renewal.objects.counting().filter(
        enrolment__person=activity.person_id, way=Way.POINTS, renewed_on__gte=activity.day
    )
    if resting.exists():
        raise Refused("A certificate was renewed by these points. Revoke it first.")
    organization, learner = activity.organization, activity.person_id
    said = {"day": str(activity.day), "points": str(activity.points), "because": because.strip()}
    record(person, "struck points", activity, organization, **said)
    activity.delete()
    look_again([learner])


@transaction.atomic
def recognize(
    renewal: Renewal, person: Person, because: str, evidence: Document | None = None
) -> None:
    """The learner has shown by other means that they can do it. `because`: what was shown."""
    renewal = Renewal.objects.select_for_update().get(pk=renewal.pk)
    organization = renewal.award.enrolment.version.course.organization
    today = timezone.now().astimezone(organization.zone).date()
    _insist_on_recognition(renewal, person, because, today)
    renewal.recognized_on, renewal.recognized_by = today, person
    renewal.recognized_because, renewal.evidence = because.strip(), evidence
    renewal.looked_at = None
    renewal.save(
        update_fields=[
            "recognized_on",
            "recognized_by",
            "recognized_because",
            "evidence",
            "looked_at",
        ]
    )
    said = {"evidence": evidence.sha256} if evidence else {}
    record(person, "recognized prior learning", renewal, organization, **said)


def look_again(people: Iterable[int]) -> None:
    """Something became known of them (their keys) that may renew a certificate of theirs.

    Or may have renewed it before what did: of two paths the one that came first to its end counts.
    """
    theirs = Renewal.objects.undecided().filter(enrolment__person__in=list(people))
    theirs.exclude(enrolment__person__email=None).update(looked_at=None)  # Not of the forgotten.


def renew(renewals: Sequence[Renewal]) -> int:
    """Decide each; where it is renewed, its holder has earned the next certificate. How many?

    What is renewed already changes by what came before, and by nothing else. In a transaction of
    the caller's.
    """
    now = timezone.now()
    moved: list[Renewal] = []
    days: dict[int, date] = {}
    for renewal, decision in decided(renewals):
        renewal.looked_at = now
        if not (decision.way and decision.on and renewal.award.ended_at is None):
            continue
        if renewal.renewed_on and renewal.renewed_on <= decision.on:
            continue
        renewal.way, renewal.renewed_on, renewal.lapsed_at = decision.way, decision.on, None
        moved.append(renewal)
        if decision.way is not Way.EXAM:
            days[renewal.enrolment_id] = decision.on
    _earn(days, now)
    Renewal.objects.bulk_update(renewals, ["looked_at", "way", "renewed_on", "lapsed_at"])
    for organization, keys in _by_organization(moved).items():
        record(None, "renewed", organization, organization, awards=keys)
    return len(moved)


@transaction.atomic
def lapse(organization: Organization, today: date) -> int:
    """Close what nobody renewed in its grace; return how many.

    Not for good: what was done in time renews it whenever it is reported.
    """
    over = list(Renewal.objects.of(organization).open().filter(closes_on__lt=today))
    if not over:
        return 0
    keys = [each.pk for each in over]
    Renewal.objects.filter(pk__in=keys).update(lapsed_at=timezone.now())
    record(None, "let renewals lapse", organization, organization, renewals=keys)
    return len(over)


def _refreshers(course: Course, terms: Terms) -> list[Course]:
    return list(Course.objects.of(course.organization).filter(code__in=terms.refreshers))


def _insist_on_terms(course: Course, terms: Terms) -> None:
    insist(
        1 <= terms.opens_days <= _MOST_DAYS,
        "opens_days",
        f"The window opens between 1 and {_MOST_DAYS} days before the last day.",
    )
    insist(
        0 <= terms.grace_days <= _MOST_DAYS,
        "grace_days",
        f"The grace is between 0 and {_MOST_DAYS} days long.",
    )
    steps = terms.reminders
    insist(
        len(steps) <= _MOST_STEPS and all(abs(step) <= _MOST_DAYS for step in steps),
        "reminders",
        f"Up to {_MOST_STEPS} reminders, each within {_MOST_DAYS} days of the last day.",
    )
    insist(
        terms.points is None or 0 < terms.points <= _MOST_POINTS,
        "points",
        f"Between 0.01 and {_MOST_POINTS} points; leave it empty for no such path.",
    )
    _insist_on_refreshers(course, terms)


def _insist_on_refreshers(course: Course, terms: Terms) -> None:
    known = {each.code for each in _refreshers(course, terms)}
    if unknown := sorted(set(terms.refreshers) - known):
        raise RefusedPart("refreshers", f"There is no course {', '.join(unknown)}.")
    insist(
        course.code not in known,
        "refreshers",
        "A course is no refresher of its own: let the exam be passed again.",
    )
    graph = edges(course.organization) | {course.code: known}
    if found := circle(graph):
        raise RefusedPart("refreshers", f"{' → '.join((*found, found[0]))} would go in a circle.")


def _insist_on_recognition(renewal: Renewal, person: Person, because: str, today: date) -> None:
    if renewal.award.enrolment.person_id == person.pk:
        raise Refused("Nobody recognizes their own learning. Ask a colleague.")
    rule = Rule.objects.filter(course=renewal.award.enrolment.version.course).first()
    if rule is None or not rule.by_recognition:
        raise Refused("This course is not renewed by recognition.")
    if renewal.renewed_on:
        raise Refused("It has been renewed already.")
    if renewal.undone_at:
        raise Refused("It was renewed otherwise meanwhile. Look again.")
    if renewal.recognized_on:
        raise Refused("It has been recognized already; within a minute it is renewed.")
    if not renewal.window.holds(today):
        raise Refused("Its window is closed.")
    if not because.strip():
        raise Refused("Say what the learner has shown.")


def _earn(days: Mapping[int, date], now: datetime) -> None:
    """By enrolment, since when. Who has passed the exam meanwhile has the certificate already."""
    earned = [
        Award(enrolment_id=enrolment, earned_at=now, completed_on=day)
        for enrolment, day in days.items()
    ]
    Award.objects.bulk_create(earned, ignore_conflicts=True)
    hindsight.done_before(days, now)


def _by_organization(renewals: Iterable[Renewal]) -> Mapping[Organization, list[int]]:
    shares: dict[Organization, list[int]] = defaultdict(list)
    for each in renewals:
        shares[each.award.enrolment.version.course.organization].append(each.award_id)
    return shares
