"""The terms of an accreditation as PART=VALUE, and back."""

from collections.abc import Collection
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from conferral.cli import parts
from conferral.foundation.accounts.models import Organization
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation.actions import Terms
from conferral.learning.accreditation.models import Accreditation, Body
from conferral.learning.catalog.models import Course, CourseVersion, Mode

PARTS = tuple(Terms.__dataclass_fields__)
HELP = f"parts are {', '.join(PARTS)}; several with commas, versions as first-aid/2"

Row = TypeVar("Row", bound=Model)


def read(
    organization: Organization, texts: Collection[str], row: Accreditation | None = None
) -> Terms:
    """Refused where a part is not known, or names what does not exist. `row`: what else stays."""
    said = (of(row) if row else {}) | parts.read(texts, PARTS)
    missing = [name for name in ("number", "valid_from") if not said.get(name)]
    if missing:
        raise Refused(f"Say {' and '.join(missing)}, too: {missing[0]}=…")
    return Terms(
        number=said["number"],
        valid_from=parts.day(said["valid_from"]),
        valid_until=parts.a_day_or_none(said.get("valid_until", "")),
        statement=said.get("statement", ""),
        scope_words=said.get("scope_words", ""),
        courses=_named(Course.objects.of(organization), "code", said.get("courses", "")),
        versions=_versions(organization, parts.words(said.get("versions", ""))),
        sites=_named(organization.sites.all(), "code", said.get("sites", "")),
        modes=_modes(parts.words(said.get("modes", ""))),
        languages=parts.words(said.get("languages", "")),
        needs_qualified=parts.switch(said.get("needs_qualified", "no")),
    )


def of(row: Accreditation) -> dict[str, Any]:
    """The same terms as texts."""
    return {
        "number": row.number,
        "valid_from": str(row.valid_from),
        "valid_until": str(row.valid_until or ""),
        "statement": row.statement,
        "scope_words": row.scope_words,
        "courses": ",".join(course.code for course in row.courses.all()),
        "versions": ",".join(_name(version) for version in row.versions.all()),
        "sites": ",".join(site.code for site in row.sites.all()),
        "modes": ",".join(row.modes),
        "languages": ",".join(row.languages),
        "needs_qualified": "yes" if row.needs_qualified else "no",
    }


def body_of(organization: Organization, name: str) -> Body:
    body = organization.bodies.filter(name=name).first()
    if body is None:
        known = ", ".join(organization.bodies.order_by("name").values_list("name", flat=True))
        raise Refused(f"There is no body {name!r}. There are: {known or 'none yet'}.")
    return body


def _named(rows: "QuerySet[Row]", field: str, text: str) -> list[Row]:
    wanted = parts.words(text)
    found = list(rows.filter(**{f"{field}__in": wanted}))
    known = {getattr(row, field) for row in found}
    if missing := [each for each in wanted if each not in known]:
        raise Refused(f"There is no {', '.join(missing)}.")
    return found


def _versions(organization: Organization, names: list[str]) -> list[CourseVersion]:
    found = []
    for name in names:
        code, _, number = name.partition("/")
        ours = CourseVersion.objects.filter(course__organization=organization, course__code=code)
        version = ours.filter(number=int(number) if number.isdecimal() else 0).first()
        if version is None:
            raise Refused(f"There is no version {name}: write first-aid/2.")
        found.append(version)
    return found


def _modes(words: list[str]) -> list[str]:
    if unknown := [word for word in words if word not in set(Mode)]:
        raise Refused(f"{', '.join(unknown)}: the ways of teaching are {', '.join(Mode)}.")
    return words


def _name(version: CourseVersion) -> str:
    return f"{version.course.code}/{version.number}"
