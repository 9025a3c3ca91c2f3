"""Fill a shape for one holder and sign it: what is the same for many is made once at a desk."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from conferral.credentials.issuing import compose, keyring, number, places, shapes, signable
from conferral.credentials.issuing.models import Credential, IssuerKey, Purpose, Shape, Use
from conferral.credentials.issuing.places import Place
from conferral.credentials.transparency import log
from conferral.foundation import vault
from conferral.foundation.accounts.models import Organization
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation.gate import Outcome
from conferral.learning.accreditation.rulings import Rulings
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.progress.models import Enrolment
from credkit.credential import timestamp
from credkit.keys import Signer
from credkit.proofs import data_integrity
from credkit.shape import Form
from credkit.shape import Shape as CompiledShape
from credkit.tlog.proof import SALT_SIZE, entry


@dataclass(frozen=True)
class Desk:
    """What is the same for all credentials that an organization signs in one batch."""

    organization: Organization
    key: IssuerKey
    now: datetime
    rulings: Rulings
    patterns: dict[tuple[int, int | None, compose.Variant], "Pattern"] = field(default_factory=dict)


@dataclass(frozen=True)
class Seat:
    """Where a credential's status will be told: for good, and for a while."""

    revocation: Place
    suspension: Place | None = None


@dataclass(frozen=True)
class Pattern:
    """A shape ready to be filled and signed."""

    shape: Shape
    compiled: CompiledShape
    secured: Form
    options_digest: bytes
    signer: Signer


def open_desk(organization: Organization, now: datetime) -> Desk:
    key = keyring.key_in_use(organization, Use.CREDENTIALS)
    today = now.astimezone(organization.zone).date()
    return Desk(organization, key, now, Rulings(organization, today))


def take_seats(organization: Organization, count: int) -> list[Seat]:
    revocations = places.take(organization, count)
    if not organization.lists_suspensions:
        return [Seat(place) for place in revocations]
    suspensions = places.take(organization, count, Purpose.SUSPENSION)
    return [Seat(*pair) for pair in zip(revocations, suspensions, strict=True)]


def seat_like(old: Credential, organization: Organization) -> Seat:
    """A new seat with places on the same kinds of lists: its shape has slots for no others."""
    revocation = places.take(organization, 1)[0]
    if old.suspension_list_id is None:
        return Seat(revocation)
    return Seat(revocation, places.take(organization, 1, Purpose.SUSPENSION)[0])


def sign(desk: Desk, award: Award, seat: Seat) -> Credential:
    """The credential of an award, not stored yet and without its entry in the log."""
    variant = compose.Variant(
        expires=_expires(award.enrolment.version),
        marked=award.mark is not None,
        suspendable=seat.suspension is not None,
        specimen=award.is_specimen,
    )
    pattern = _pattern(desk, award.enrolment, variant)
    filling = _filling(desk, award, seat)
    slots = compose.values(filling, variant, desk.organization.zone)
    return _signed(desk, pattern, slots, seat, award, filling.valid_until)


def sign_again(desk: Desk, old: Credential, otherwise: Mapping[str, str], seat: Seat) -> Credential:
    """What `old` says, under another number and from today on.

    `otherwise`: the slots in which it says something else. Of the same shape: what was decided on
    the day of issue is not decided again.
    """
    signable.refuse_unprintable("name", otherwise.get("holder_name", old.slots["holder_name"]))
    slots = old.slots | {
        **otherwise,
        "number": _number(desk),
        "issued_at": timestamp(desk.now),
        **compose.seats(_address(seat.revocation), _suspension(seat)),
    }
    return _signed(desk, _ready(desk, old.shape), slots, seat, old.award, old.valid_until)


def results_of(award: Award, zone: ZoneInfo) -> dict[str, str]:
    """The slots that say what the award says."""
    return compose.results(award.completed_on, _mark(award), zone)


def promise_entries(credentials: Sequence[Credential]) -> None:
    """Give each the entry that the log will have of it."""
    commitments = [
        entry(bytes(credential.log_salt), bytes(credential.digest)) for credential in credentials
    ]
    for credential, promised in zip(credentials, log.append(commitments), strict=True):
        credential.entry = promised


def _signed(
    desk: Desk,
    pattern: Pattern,
    slots: dict[str, str],
    seat: Seat,
    award: Award,
    valid_until: datetime | None,
) -> Credential:
    signature = data_integrity.sign(
        pattern.compiled.digest(slots), pattern.options_digest, pattern.signer
    )
    proof_value = {data_integrity.PROOF_VALUE: data_integrity.proof_value(signature)}
    return Credential(
        number=slots["number"],
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
        valid_until=valid_until,
        is_specimen=award.is_specimen,
    )


def _pattern(desk: Desk, enrolment: Enrolment, variant: compose.Variant) -> Pattern:
    version, place = enrolment.version, (enrolment.version_id, enrolment.site_id, variant)
    if place not in desk.patterns:
        signable.refuse_unprintable_course(version)
        shape = shapes.shape_for(version, _decided(desk, enrolment), variant)
        desk.patterns[place] = _ready(desk, shape)
    return desk.patterns[place]


def _ready(desk: Desk, shape: Shape) -> Pattern:
    compiled = shapes.compiled(shape)
    options = data_integrity.Options(desk.key.verification_method, timestamp(desk.now))
    digested = data_integrity.config_digest(compiled.template["@context"], options)
    secured = data_integrity.secured_form(compiled, options)
    return Pattern(shape, compiled, secured, digested, vault.signer(desk.key.name))


def _decided(desk: Desk, enrolment: Enrolment) -> compose.Decided:
    """What the gate says at this moment. Whatever it holds back is never signed."""
    ruling = desk.rulings.of(enrolment.version, enrolment.site)
    if ruling.outcome is Outcome.HELD:
        raise Refused(f"It waits for its accreditation. {ruling.for_staff}")
    return compose.Decided(ruling, desk.rulings.accreditation(ruling))


def _filling(desk: Desk, award: Award, seat: Seat) -> compose.Filling:
    person = award.enrolment.person
    signable.refuse_unprintable("name", person.printed_name)
    return compose.Filling(
        number=_number(desk),
        holder_uuid=str(person.uuid),
        holder_name=_named(award),
        issued_at=desk.now,
        completed_on=award.completed_on,
        valid_until=signable.valid_until(award.enrolment, desk.now),
        mark=_mark(award),
        revocation=_address(seat.revocation),
        suspension=_suspension(seat),
    )


def _mark(award: Award) -> str:
    return "" if award.mark is None else f"{award.mark.normalize():f}"


def _named(award: Award) -> str:
    """Of a specimen it is in what is signed: nobody need approve what takes in nobody."""
    name = award.enrolment.person.printed_name
    return f"Specimen: {name}" if award.is_specimen else name


def _number(desk: Desk) -> str:
    return number.make(desk.organization.number_prefix, secrets.randbits(number.RANDOM_BITS))


def _address(place: Place) -> tuple[str, int]:
    return str(place[0]), place[1]


def _suspension(seat: Seat) -> tuple[str, int] | None:
    return _address(seat.suspension) if seat.suspension else None


def _expires(version: CourseVersion) -> bool:
    return version.validity_months is not None or version.valid_until is not None
