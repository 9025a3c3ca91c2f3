"""What the gate is asked and told, from the register: once for each version and site of a batch."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from conferral.foundation.accounts.models import Organization
from conferral.learning.accreditation import gate
from conferral.learning.accreditation.gate import Claim, Named, Ruling
from conferral.learning.accreditation.models import TEACHES, Accreditation, Requirement
from conferral.learning.catalog.models import (
    CertificateKind,
    CertificateType,
    CourseVersion,
    Instructor,
    Lacking,
    Site,
    Teaching,
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
        self._asking: dict[int, tuple[gate.Requirement, ...]] = {}

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
            requirements=self._requirements(kind) if kind and self._accredited else (),
            teachers=self._teachers(version) if self._accredited else (),
        )

    def know(self, versions: Iterable[CourseVersion]) -> None:
        """Read who teaches all of these at once, before `of` is asked about each."""
        unknown = [version for version in versions if version.pk not in self._teaching]
        self._teaching |= _teachers(unknown)

    def _teachers(self, version: CourseVersion) -> tuple[gate.Teacher, ...]:
        self.know([version])
        return self._teaching[version.pk]

    def _requirements(self, kind: CertificateType) -> tuple[gate.Requirement, ...]:
        if kind.pk not in self._asking:
            asked = kind.requirements.select_related("body").order_by("pk")
            self._asking[kind.pk] = tuple(map(_requirement, asked))
        return self._asking[kind.pk]


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


def _teachers(versions: Sequence[CourseVersion]) -> dict[int, tuple[gate.Teacher, ...]]:
    """Those who teach and assess, by version, each with all registrations that are on record."""
    if not versions:
        return {}
    duties = Teaching.objects.filter(version__in=versions, duty__in=TEACHES).order_by("pk")
    found: dict[int, list[gate.Teacher]] = {version.pk: [] for version in versions}
    known = duties.select_related("instructor").prefetch_related("instructor__qualifications")
    for each in known:
        teacher = gate.Teacher(each.instructor.name, each.duty, _registrations(each.instructor))
        found[each.version_id].append(teacher)
    return {version: tuple(teachers) for version, teachers in found.items()}


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


def _requirement(row: Requirement) -> gate.Requirement:
    return gate.Requirement(Named(row.body.pk, row.body.name) if row.body else None, row.words)
