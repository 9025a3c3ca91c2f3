"""What the gate is asked and told, from the register: once for each version and site of a batch."""

from collections.abc import Collection
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from conferral.foundation.accounts.models import Organization
from conferral.learning.accreditation import gate
from conferral.learning.accreditation.gate import Claim, Named, Ruling
from conferral.learning.accreditation.models import TEACHES, Accreditation
from conferral.learning.catalog.models import (
    CertificateKind,
    CertificateType,
    CourseVersion,
    Instructor,
    Lacking,
    Site,
)

_CLAIMS_NOTHING = {CertificateKind.ATTENDANCE, CertificateKind.STATEMENT}


class Rulings:
    """The rulings of one organization on one day.

    Few queries for a whole batch: accreditations are read once, teachers once for each version.
    `without`: the keys of accreditations that are left out, to see what hangs on them.
    """

    def __init__(
        self, organization: Organization, on: date, *, without: Collection[int] = ()
    ) -> None:
        self.organization, self.on = organization, on
        self._without = frozenset(without)
        self._ruled: dict[tuple[int, int | None], Ruling] = {}
        self._teaching: dict[int, tuple[gate.Teacher, ...]] = {}

    def of(self, version: CourseVersion, site: Site | None) -> Ruling:
        place = version.pk, site.pk if site else None
        if place not in self._ruled:
            self._ruled[place] = gate.rule(self._asked(version, site), self._accredited, self.on)
        return self._ruled[place]

    def accreditation(self, ruling: Ruling) -> Accreditation | None:
        """The row that an accredited ruling names, with its body."""
        return self._by_pk[ruling.accreditation] if ruling.accreditation else None

    @cached_property
    def _by_pk(self) -> dict[int, Accreditation]:
        known = Accreditation.objects.of(self.organization).known()
        return {row.pk: row for row in known if row.pk not in self._without}

    @cached_property
    def _accredited(self) -> tuple[gate.Accredited, ...]:
        return tuple(accredited(row, self.organization.zone) for row in self._by_pk.values())

    def _asked(self, version: CourseVersion, site: Site | None) -> gate.Asked:
        kind = version.certificate_type
        return gate.Asked(
            course=version.course_id,
            version=Named(version.pk, str(version)),
            site=Named(site.pk, site.name) if site else None,
            mode=version.mode,
            language=version.language,
            title=kind.title if kind else version.certificate_title,
            lesser_title=kind.downgraded_title if kind else "",
            claim=_claim(kind),
            requirements=_requirements(kind),
            teachers=self._teachers(version) if self._accredited else (),
        )

    def _teachers(self, version: CourseVersion) -> tuple[gate.Teacher, ...]:
        if version.pk not in self._teaching:
            self._teaching[version.pk] = teachers(version)
        return self._teaching[version.pk]


def accredited(row: Accreditation, zone: ZoneInfo) -> gate.Accredited:
    """An accreditation as a value. Needs one of `Accreditation.objects.known()`."""
    suspended, withdrawn = row.suspended_at, row.withdrawn_at
    return gate.Accredited(
        pk=row.pk,
        number=row.number,
        body=Named(row.body_id, row.body.name),
        scope=gate.Scope(
            courses=frozenset(course.pk for course in row.courses.all()),
            versions=frozenset(version.pk for version in row.versions.all()),
            sites=frozenset(site.pk for site in row.sites.all()),
            modes=frozenset(row.modes),
            languages=frozenset(row.languages),
            words=row.scope_words,
        ),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        suspended_on=suspended.astimezone(zone).date() if suspended else None,
        withdrawn_on=withdrawn.astimezone(zone).date() if withdrawn else None,
        conditions=tuple(
            (each.text, each.due_on) for each in row.conditions.all() if each.met_at is None
        ),
        needs_qualified=row.needs_qualified,
    )


def teachers(version: CourseVersion) -> tuple[gate.Teacher, ...]:
    """Those who teach and assess, each with all registrations that are on record."""
    duties = version.teachings.filter(duty__in=TEACHES).order_by("pk")
    known = duties.select_related("instructor").prefetch_related("instructor__qualifications")
    return tuple(
        gate.Teacher(each.instructor.name, each.duty, _registrations(each.instructor))
        for each in known
    )


def _registrations(instructor: Instructor) -> tuple[gate.Registration, ...]:
    return tuple(
        gate.Registration(each.kind, each.valid_from, each.valid_until)
        for each in instructor.qualifications.all()
    )


def _claim(kind: CertificateType | None) -> Claim:
    if kind is None:
        return Claim.IF_THERE
    if kind.kind in _CLAIMS_NOTHING:
        return Claim.NEVER
    if not kind.needs_accreditation and kind.kind != CertificateKind.ACCREDITED:
        return Claim.IF_THERE
    return Claim.OR_LESS if kind.if_lacking == Lacking.DOWNGRADE else Claim.OR_WAIT


def _requirements(kind: CertificateType | None) -> tuple[gate.Requirement, ...]:
    if kind is None:
        return ()
    return tuple(
        gate.Requirement(Named(each.body.pk, each.body.name) if each.body else None, each.words)
        for each in kind.requirements.select_related("body").order_by("pk")
    )
