"""Issue credentials; take one back; make the keys that sign them."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from conferral.credentials.issuing import compose, number, places, shapes
from conferral.credentials.issuing.models import Credential, IssuerKey, Shape, StatusList
from conferral.credentials.issuing.validity import end_of_validity
from conferral.credentials.transparency import log
from conferral.foundation import vault
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation.models import Accreditation
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import CourseVersion
from credkit.credential import timestamp
from credkit.keys import Signer
from credkit.pdf.coverage import uncovered
from credkit.proofs import data_integrity
from credkit.shape import Form
from credkit.shape import Shape as CompiledShape
from credkit.tlog.proof import SALT_SIZE, entry


@transaction.atomic
def issue(awards: Sequence[Award], at: datetime | None = None) -> list[Credential]:
    """Sign a credential for each award and promise it a place in the log.

    `at`: a moment in the past, for what was earned long ago and is issued late.
    """
    now = (at or timezone.now()).replace(microsecond=0)  # What is signed has whole seconds.
    issued: list[Credential] = []
    for organization, share in _by_organization(awards).items():
        issued += _issue_for(organization, share, now)
    Award.objects.filter(pk__in=[award.pk for award in awards]).update(issued_at=now)
    return issued


@transaction.atomic
def revoke(credential: Credential, person: Person, because: str) -> None:
    """Take it back for good. `because` is shown to everyone who looks the number up."""
    now = timezone.now()
    locked = Credential.objects.select_for_update().get(pk=credential.pk)
    if locked.revoked_at:
        raise Refused("It has been revoked already.")
    if not because.strip():
        raise Refused("Say why: whoever looks the number up will read it.")
    credential.revoked_at, credential.revoked_because = now, because.strip()
    credential.save(update_fields=["revoked_at", "revoked_because"])
    StatusList.objects.filter(pk=credential.status_list_id).update(
        published_at=None, attempts=0, next_attempt_at=now
    )
    organization = credential.status_list.organization
    record(person, "revoked", credential, organization, because=because.strip())


@transaction.atomic
def make_first_key(organization: Organization) -> IssuerKey:
    """The organization's signing key, made if it has none."""
    current = organization.issuer_keys.filter(valid_until=None).first()
    if current is not None:
        return current
    name = f"issuer-{organization.uuid}"
    key = IssuerKey.objects.create(
        organization=organization,
        name=name,
        multikey=vault.create(name).public_multikey,
        valid_from=timezone.now(),
    )
    record(None, "made a signing key", key, organization, multikey=key.multikey)
    return key


@dataclass(frozen=True)
class _Desk:
    """What is the same for all credentials that an organization signs in one batch."""

    organization: Organization
    key: IssuerKey
    now: datetime
    accreditations: dict[int, Accreditation]  # In force, by course.
    patterns: dict[tuple[int, compose.Variant], "_Pattern"] = field(default_factory=dict)


@dataclass(frozen=True)
class _Pattern:
    """A shape ready to be filled and signed."""

    shape: Shape
    compiled: CompiledShape
    secured: Form
    options_digest: bytes
    signer: Signer


def _by_organization(awards: Iterable[Award]) -> dict[Organization, list[Award]]:
    shares: dict[Organization, list[Award]] = defaultdict(list)
    for award in awards:
        shares[award.enrolment.version.course.organization].append(award)
    return shares


def _issue_for(organization: Organization, awards: list[Award], now: datetime) -> list[Credential]:
    desk = _open_desk(organization, now)
    drawn = places.take(organization, len(awards))
    credentials = [
        _sign(desk, award, status_list, index)
        for award, (status_list, index) in zip(awards, drawn, strict=True)
    ]
    commitments = [
        entry(bytes(credential.log_salt), bytes(credential.digest)) for credential in credentials
    ]
    for credential, promised in zip(credentials, log.append(commitments), strict=True):
        credential.entry = promised
    numbers = [credential.number for credential in credentials]
    record(None, "issued", organization, organization, numbers=numbers)
    return Credential.objects.bulk_create(credentials)


def _open_desk(organization: Organization, now: datetime) -> _Desk:
    key = organization.issuer_keys.filter(valid_until=None).first()
    if key is None:
        raise Refused(f"{organization} has no signing key. Run: conferral setup")
    key.organization = organization
    today = now.astimezone(organization.zone).date()
    in_force = Accreditation.objects.in_force(today).filter(course__organization=organization)
    by_course = {row.course_id: row for row in in_force.select_related("body").order_by("pk")}
    return _Desk(organization, key, now, by_course)


def _sign(desk: _Desk, award: Award, status_list: StatusList, index: int) -> Credential:
    variant = compose.Variant(
        expires=award.enrolment.version.validity_months is not None,
        marked=award.mark is not None,
    )
    pattern = _pattern(desk, award.enrolment.version, variant)
    filling = _filling(desk, award, status_list, index)
    slots = compose.values(filling, variant, desk.organization.zone)
    signature = data_integrity.sign(
        pattern.compiled.digest(slots), pattern.options_digest, pattern.signer
    )
    proof_value = {data_integrity.PROOF_VALUE: data_integrity.proof_value(signature)}
    return Credential(
        number=filling.number,
        award=award,
        shape=pattern.shape,
        slots=slots,
        key=desk.key,
        signature=signature,
        digest=sha256(pattern.secured.fill(slots | proof_value)).digest(),
        log_salt=secrets.token_bytes(SALT_SIZE),
        status_list=status_list,
        status_index=index,
        issued_at=desk.now,
        valid_until=filling.valid_until,
        is_specimen=award.is_specimen,
    )


def _pattern(desk: _Desk, version: CourseVersion, variant: compose.Variant) -> _Pattern:
    place = version.pk, variant
    if place not in desk.patterns:
        shape = shapes.shape_for(version, desk.accreditations.get(version.course_id), variant)
        compiled = shapes.compiled(shape)
        options = data_integrity.Options(desk.key.verification_method, timestamp(desk.now))
        digested = data_integrity.config_digest(compiled.template["@context"], options)
        secured = data_integrity.secured_form(compiled, options)
        signer = vault.signer(desk.key.name)
        desk.patterns[place] = _Pattern(shape, compiled, secured, digested, signer)
    return desk.patterns[place]


def _filling(desk: _Desk, award: Award, status_list: StatusList, index: int) -> compose.Filling:
    person = award.enrolment.person
    if missing := uncovered(person.printed_name):
        raise Refused(
            f"No typeface of ours can print “{''.join(sorted(missing))}” in the name "
            f"“{person.printed_name}”. Correct the name, or ask for a typeface that can."
        )
    return compose.Filling(
        number=number.make(desk.organization.number_prefix, secrets.randbits(number.RANDOM_BITS)),
        holder_uuid=str(person.uuid),
        holder_name=person.printed_name,
        issued_at=desk.now,
        completed_on=award.completed_on,
        valid_until=_valid_until(award.enrolment.version, desk),
        mark="" if award.mark is None else f"{award.mark.normalize():f}",
        status_list_url=str(status_list),
        status_index=index,
    )


def _valid_until(version: CourseVersion, desk: _Desk) -> datetime | None:
    if version.validity_months is None:
        return None
    return end_of_validity(desk.now, version.validity_months, desk.organization.zone)
