"""Issue credentials; take one back for good or for a while."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from conferral.credentials.issuing import compose, events, keyring, number, places, shapes
from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import (
    Credential,
    IssuerKey,
    Purpose,
    Shape,
    StatusList,
    Use,
)
from conferral.credentials.issuing.places import Place
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.issuing.validity import end_of_validity
from conferral.credentials.transparency import log
from conferral.foundation import vault
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation.gate import Outcome
from conferral.learning.accreditation.rulings import Rulings
from conferral.learning.awards.actions import settle
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.progress.models import Enrolment
from conferral.learning.progress.prerequisites import look_again
from credkit.credential import timestamp
from credkit.keys import Signer
from credkit.pdf.coverage import uncovered
from credkit.proofs import data_integrity
from credkit.shape import Form
from credkit.shape import Shape as CompiledShape
from credkit.tlog.proof import SALT_SIZE, entry


@transaction.atomic
def issue(awards: Sequence[Award], at: datetime | None = None) -> list[Credential]:
    """Sign a credential for each award that may go and promise it a place in the log.

    Whatever was settled before: it counts how things stand when we sign. The others wait.
    `at`: a moment in the past, for what was earned long ago and is issued late.
    """
    now = (at or timezone.now()).replace(microsecond=0)  # What is signed has whole seconds.
    free = settle(awards, now)
    issued: list[Credential] = []
    for organization, share in _by_organization(free).items():
        issued += _issue_for(organization, share, now)
    _note_on_awards(issued, now)
    look_again(award.enrolment for award in free)
    return issued


@transaction.atomic
def revoke(
    credential: Credential, person: Person, because: str, reason: Reason = Reason.OTHER
) -> None:
    """Take it back for good. `because` is shown to everyone who looks the number up."""
    now, organization = _lock(credential, because), credential.status_list.organization
    credential.revoked_at, credential.revoked_because = now, because.strip()
    credential.page_made_at = None
    credential.save(update_fields=["revoked_at", "revoked_because", "page_made_at"])
    _publish_again(credential.status_list, now)
    Award.objects.filter(pk=credential.award_id).update(ended_at=now)
    event = events.of_credential(Kind.REVOKED, credential, now, reason)
    said = {"because": because.strip(), "event": event.pk}
    record(person, "revoked", credential, organization, **said)


@transaction.atomic
def suspend(credential: Credential, person: Person, because: str, reason: Reason) -> None:
    """Let it not be relied on for now. `because` is as public as a revocation's.

    A credential without a place on a list of suspensions is suspended in the register only.
    """
    now, organization = _lock(credential, because), credential.status_list.organization
    if credential.suspended_at:
        raise Refused("It is suspended already.")
    credential.suspended_at, credential.suspended_because = now, because.strip()
    credential.page_made_at = None
    credential.save(update_fields=["suspended_at", "suspended_because", "page_made_at"])
    _publish_again(credential.suspension_list, now)
    Award.objects.filter(pk=credential.award_id).update(ended_at=now)
    event = events.of_credential(Kind.SUSPENDED, credential, now, reason)
    said = {"because": because.strip(), "event": event.pk}
    record(person, "suspended", credential, organization, **said)


@transaction.atomic
def reinstate(credential: Credential, person: Person, because: str, reason: Reason) -> None:
    """End the suspension: it counts again. `because` is for the audit trail only."""
    now, organization = _lock(credential, because), credential.status_list.organization
    if credential.suspended_at is None:
        raise Refused("It is not suspended.")
    credential.suspended_at, credential.suspended_because = None, ""
    credential.page_made_at = None
    credential.save(update_fields=["suspended_at", "suspended_because", "page_made_at"])
    _publish_again(credential.suspension_list, now)
    Award.objects.filter(pk=credential.award_id).update(ended_at=None)
    look_again([credential.award.enrolment])
    event = events.of_credential(Kind.REINSTATED, credential, now, reason)
    said = {"because": because.strip(), "event": event.pk}
    record(person, "reinstated", credential, organization, **said)


@dataclass(frozen=True)
class _Desk:
    """What is the same for all credentials that an organization signs in one batch."""

    organization: Organization
    key: IssuerKey
    now: datetime
    rulings: Rulings
    patterns: dict[tuple[int, int | None, compose.Variant], "_Pattern"] = field(
        default_factory=dict
    )


@dataclass(frozen=True)
class _Seat:
    """Where a credential's status will be told: for good, and for a while."""

    revocation: Place
    suspension: Place | None = None


@dataclass(frozen=True)
class _Pattern:
    """A shape ready to be filled and signed."""

    shape: Shape
    compiled: CompiledShape
    secured: Form
    options_digest: bytes
    signer: Signer


def _note_on_awards(issued: Iterable[Credential], now: datetime) -> None:
    """So that other courses, a storey below, can ask who holds a valid certificate."""
    until: dict[datetime | None, list[int]] = defaultdict(list)
    for credential in issued:
        until[credential.valid_until].append(credential.award_id)
    for valid_until, awards in until.items():
        Award.objects.filter(pk__in=awards).update(issued_at=now, valid_until=valid_until)


def _lock(credential: Credential, because: str) -> datetime:
    """Read again, under a lock, how it stands; Refused for a revoked one, and without a reason."""
    stands = Credential.objects.select_for_update().get(pk=credential.pk)
    credential.revoked_at, credential.suspended_at = stands.revoked_at, stands.suspended_at
    if credential.revoked_at:
        raise Refused("It has been revoked already.")
    if not because.strip():
        raise Refused("Say why: whoever looks the number up will read it.")
    return timezone.now()


def _publish_again(listed: StatusList | None, now: datetime) -> None:
    if listed is not None:
        StatusList.objects.filter(pk=listed.pk).update(
            published_at=None, attempts=0, next_attempt_at=now
        )


def _by_organization(awards: Iterable[Award]) -> dict[Organization, list[Award]]:
    shares: dict[Organization, list[Award]] = defaultdict(list)
    for award in awards:
        shares[award.enrolment.version.course.organization].append(award)
    return shares


def _issue_for(organization: Organization, awards: list[Award], now: datetime) -> list[Credential]:
    desk = _open_desk(organization, now)
    seats = _take_seats(organization, len(awards))
    credentials = [_sign(desk, award, seat) for award, seat in zip(awards, seats, strict=True)]
    commitments = [
        entry(bytes(credential.log_salt), bytes(credential.digest)) for credential in credentials
    ]
    for credential, promised in zip(credentials, log.append(commitments), strict=True):
        credential.entry = promised
    numbers = [credential.number for credential in credentials]
    record(None, "issued", organization, organization, numbers=numbers)
    return Credential.objects.bulk_create(credentials)


def _take_seats(organization: Organization, count: int) -> list[_Seat]:
    revocations = places.take(organization, count)
    if not organization.lists_suspensions:
        return [_Seat(place) for place in revocations]
    suspensions = places.take(organization, count, Purpose.SUSPENSION)
    return [_Seat(*pair) for pair in zip(revocations, suspensions, strict=True)]


def _open_desk(organization: Organization, now: datetime) -> _Desk:
    key = keyring.key_in_use(organization, Use.CREDENTIALS)
    today = now.astimezone(organization.zone).date()
    return _Desk(organization, key, now, Rulings(organization, today))


def _sign(desk: _Desk, award: Award, seat: _Seat) -> Credential:
    variant = compose.Variant(
        expires=award.enrolment.version.validity_months is not None,
        marked=award.mark is not None,
        suspendable=seat.suspension is not None,
    )
    pattern = _pattern(desk, award.enrolment, variant)
    filling = _filling(desk, award, seat)
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
        status_list=seat.revocation[0],
        status_index=seat.revocation[1],
        suspension_list=seat.suspension[0] if seat.suspension else None,
        suspension_index=seat.suspension[1] if seat.suspension else None,
        issued_at=desk.now,
        valid_until=filling.valid_until,
        is_specimen=award.is_specimen,
    )


def _pattern(desk: _Desk, enrolment: Enrolment, variant: compose.Variant) -> _Pattern:
    version, place = enrolment.version, (enrolment.version_id, enrolment.site_id, variant)
    if place not in desk.patterns:
        _refuse_unprintable("title of the course", version.title)
        _refuse_unprintable("description of the course", version.description)
        shape = shapes.shape_for(version, _decided(desk, enrolment), variant)
        compiled = shapes.compiled(shape)
        options = data_integrity.Options(desk.key.verification_method, timestamp(desk.now))
        digested = data_integrity.config_digest(compiled.template["@context"], options)
        secured = data_integrity.secured_form(compiled, options)
        signer = vault.signer(desk.key.name)
        desk.patterns[place] = _Pattern(shape, compiled, secured, digested, signer)
    return desk.patterns[place]


def _decided(desk: _Desk, enrolment: Enrolment) -> compose.Decided:
    """What the gate says at this moment. Whatever it holds back is never signed."""
    ruling = desk.rulings.of(enrolment.version, enrolment.site)
    if ruling.outcome is Outcome.HELD:
        raise Refused(f"It waits for its accreditation. {ruling.for_staff}")
    return compose.Decided(ruling, desk.rulings.accreditation(ruling))


def _filling(desk: _Desk, award: Award, seat: _Seat) -> compose.Filling:
    person = award.enrolment.person
    _refuse_unprintable("name", person.printed_name)
    return compose.Filling(
        number=number.make(desk.organization.number_prefix, secrets.randbits(number.RANDOM_BITS)),
        holder_uuid=str(person.uuid),
        holder_name=person.printed_name,
        issued_at=desk.now,
        completed_on=award.completed_on,
        valid_until=_valid_until(award.enrolment.version, desk),
        mark="" if award.mark is None else f"{award.mark.normalize():f}",
        revocation=_address(seat.revocation),
        suspension=_address(seat.suspension) if seat.suspension else None,
    )


def _refuse_unprintable(what: str, text: str) -> None:
    if missing := uncovered("".join(text.split())):  # White space of any kind needs no glyph.
        raise Refused(
            f"No typeface of ours can print “{''.join(sorted(missing))}” in the {what} "
            f"“{text}”. Correct it, or ask for a typeface that can."
        )


def _address(place: Place) -> tuple[str, int]:
    return str(place[0]), place[1]


def _valid_until(version: CourseVersion, desk: _Desk) -> datetime | None:
    if version.validity_months is None:
        return None
    return end_of_validity(desk.now, version.validity_months, desk.organization.zone)
