"""Kinds of certificates as an organization gives them, and what guards each of them.

Some claims belong to an accreditor and not to the provider: who calls somebody competent, or
states results towards a qualification, does so under a body's number (for South Africa: the
quality councils and their SETAs). So those types always need an accreditation.
"""

from dataclasses import asdict, dataclass, replace

from django.db import transaction

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.accounts.roles import Right, roles_with
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import RefusedPart, insist
from conferral.foundation.visible import one_line
from conferral.learning.catalog import changes
from conferral.learning.catalog.models import (
    CertificateKind,
    CertificateType,
    CourseVersion,
    Lacking,
)
from conferral.learning.catalog.syllabus import CODE

ACCREDITORS = frozenset(
    {CertificateKind.STATEMENT, CertificateKind.COMPETENCE, CertificateKind.ACCREDITED}
)
"""Kinds whose claim is an accreditor's."""


@dataclass(frozen=True)
class Terms:
    """What a certificate of the type claims, and what must be true before it is issued."""

    kind: CertificateKind
    title: str
    needs_accreditation: bool = False
    if_lacking: Lacking = Lacking.HOLD
    downgraded_title: str = ""
    released_by: str = ""  # A role; "": issued by itself.
    moderation_percent: int | None = None  # None: not moderated.
    external_moderation: bool = False


_ORGANIZING = frozenset({"released_by"})
"""Terms that say who does what, not what the certificate means."""


def terms_of(kind: CertificateType) -> Terms:
    return Terms(**{name: getattr(kind, name) for name in Terms.__dataclass_fields__})


@transaction.atomic
def add(organization: Organization, code: str, terms: Terms, person: Person) -> CertificateType:
    """A new type. RefusedPart names the term that cannot stand."""
    if not CODE.match(code):
        raise RefusedPart("code", "A code is made of small letters, digits and hyphens.")
    if organization.certificate_types.filter(code=code).exists():
        raise RefusedPart("code", f"There is a certificate type {code} already.")
    terms = _checked(terms)
    made = CertificateType.objects.create(organization=organization, code=code, **asdict(terms))
    record(person, "made a certificate type", made, organization, code=code, **asdict(terms))
    return made


@transaction.atomic
def change(kind: CertificateType, terms: Terms, person: Person) -> None:
    """Other terms for a type. Awards that wait are looked at again.

    What certificates of an approved version claim stays as it was approved: then only who releases
    them may change, and anything else needs a type of its own.
    """
    kind = CertificateType.objects.select_for_update().get(pk=kind.pk)
    before, said, after = asdict(terms_of(kind)), asdict(terms), asdict(_checked(terms))
    changed = {name: after[name] for name in after if before[name] not in (said[name], after[name])}
    if not changed:
        return
    if changed.keys() - _ORGANIZING and (version := _approved_with(kind)):
        raise RefusedPart(
            "",
            f"“{version}” was approved with this type, so what it claims cannot change. "
            "Copy the type, and let a new version use the copy.",
        )
    for name, value in changed.items():
        setattr(kind, name, value)
    kind.save(update_fields=list(changed))
    changes.note(kind.organization)
    record(person, "changed a certificate type", kind, kind.organization, code=kind.code, **changed)


def _approved_with(kind: CertificateType) -> CourseVersion | None:
    return CourseVersion.objects.ever_approved().filter(certificate_type=kind).first()


def _checked(terms: Terms) -> Terms:
    """As they are kept."""
    title = one_line(terms.title, "title")
    downgraded = one_line(terms.downgraded_title, "downgraded_title")
    terms = replace(terms, title=title, downgraded_title=downgraded)
    _insist_on_terms(terms)
    return terms


def _insist_on_terms(terms: Terms) -> None:
    insist(bool(terms.title), "title", "What stands on top of the certificate?")
    insist(
        terms.needs_accreditation or terms.kind not in ACCREDITORS,
        "needs_accreditation",
        f"Who gives “{terms.kind}” speaks for an accreditor: it needs an accreditation.",
    )
    insist(
        terms.if_lacking != Lacking.DOWNGRADE or bool(terms.downgraded_title),
        "downgraded_title",
        "Say what the certificate is called when the accreditation is lacking.",
    )
    insist(
        not terms.released_by or terms.released_by in roles_with(Right.RELEASE),
        "released_by",
        f"A {terms.released_by} may not release certificates.",
    )
    moderated = terms.moderation_percent
    insist(
        moderated is None or 1 <= moderated <= 100,
        "moderation_percent",
        "Between 1 and 100 percent; leave it empty for no moderation.",
    )
    insist(
        not terms.external_moderation or moderated is not None,
        "external_moderation",
        "Say how many percent are moderated.",
    )
