"""How one certificate stands before its end: for its holder, and for staff."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from conferral.learning.awards.models import Award
from conferral.learning.progress.models import Enrolment
from conferral.learning.renewal.deciding import Decision, Phase
from conferral.learning.renewal.known import decided
from conferral.learning.renewal.letters import in_words
from conferral.learning.renewal.models import Renewal, Rule, last_day, paths_of
from conferral.learning.renewal.opening import undone_at, window_of


@dataclass(frozen=True)
class Standing:
    """`award`: the certificate that ends. `renewal`: None while it is not open.

    `ways`: what would renew it, in words; empty where nobody has said how. `renews`: the last day
    of the older certificate that it goes on from, if there was one. `undone_on`: when what had
    renewed it came to nothing, the last time.
    """

    award: Award
    ends_on: date
    phase: Phase
    opens_on: date | None
    closes_on: date | None
    ways: tuple[str, ...] = ()
    renewal: Renewal | None = None
    decision: Decision | None = None
    renews: date | None = None
    undone_on: date | None = None

    @property
    def is_renewed(self) -> bool:
        return bool(self.renewal and self.renewal.renewed_on)

    @property
    def has_ended(self) -> bool:
        return self.phase in {Phase.GRACE, Phase.CLOSED}


def standing_of(enrolment: Enrolment, today: date) -> Standing | None:
    """Of the certificate that was earned in the enrolment; or of the one that is renewed in it, or
    was to be, where that came to nothing.

    None where there is none that ends. `enrolment`: with its version, course and organization.
    """
    whose = _renewed_to_no_avail(enrolment) or enrolment
    mine = Q(award__enrolment=whose) | Q(enrolment=whose, renewed_on=None)
    counting = Renewal.objects.counting().select_related(_OLDER, "recognized_by", "evidence")
    renewal = counting.select_related("enrolment").filter(mine).order_by("-pk").first()
    if renewal is not None:
        return _of_renewal(renewal, today)
    counts = Award.objects.filter(enrolment=whose, issued_at__isnull=False, ended_at=None)
    return _of_award(award, whose, today) if (award := counts.first()) else None


_OLDER = "award__enrolment__version__course__organization"


def _renewed_to_no_avail(enrolment: Enrolment) -> Enrolment | None:
    """The enrolment in which that was earned which was renewed in this one."""
    if enrolment.continues_from is None:
        return None
    undone = Renewal.objects.filter(enrolment=enrolment, undone_at__isnull=False)
    renewal = undone.select_related(_OLDER).first()
    return renewal.award.enrolment if renewal else None


def _of_renewal(renewal: Renewal, today: date) -> Standing:
    ((_, decision),) = decided([renewal])
    return Standing(
        award=renewal.award,
        ends_on=renewal.ends_on,
        phase=renewal.window.phase(today),
        opens_on=renewal.opens_on,
        closes_on=renewal.closes_on,
        ways=tuple(in_words(step.path) for step in decision.steps),
        renewal=renewal,
        decision=decision,
        undone_on=_day(undone_at([renewal.award]).get(renewal.award_id), renewal.award),
    )


def _of_award(award: Award, enrolment: Enrolment, today: date) -> Standing | None:
    award.enrolment = enrolment
    ends_on = last_day(award)
    if ends_on is None:
        return None
    rule = Rule.objects.filter(course=enrolment.version.course).first()
    renewed = Renewal.objects.filter(enrolment=enrolment).first()
    renews = renewed.ends_on if renewed else None
    if rule is None:
        phase = Phase.EARLY if today <= ends_on else Phase.CLOSED
        return Standing(award, ends_on, phase, opens_on=None, closes_on=None, renews=renews)
    undone = undone_at([award]).get(award.pk)
    days = window_of(rule, award, undone)
    return Standing(
        award=award,
        ends_on=ends_on,
        phase=days.phase(today),
        opens_on=days.opens_on,
        closes_on=days.closes_on,
        ways=tuple(in_words(path) for path in paths_of(rule)),
        renews=renews,
        undone_on=_day(undone, award),
    )


def _day(moment: datetime | None, award: Award) -> date | None:
    """Where its issuer lives."""
    zone = award.enrolment.version.course.organization.zone
    return moment.astimezone(zone).date() if moment else None
