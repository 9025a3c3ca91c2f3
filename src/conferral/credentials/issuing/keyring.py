"""The keys of an organization: from the first to the one in use, and how each of them ended.

Each use (credentials, documents) has a history of its own. A key ends because it is time
(rotation) or because others may have it (compromise). Either needs two people; what they have
agreed on is done by the worker, the one process that holds keys. Retired keys verify for ever. A
stolen one vouches only for what the public log had taken in before: the size of the log at that
time is the cut-off, and it is fixed by whoever raises the alarm, so that nothing is gained by
confirming late.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from conferral.credentials.issuing import events
from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import (
    Credential,
    Event,
    IssuerKey,
    KeyChange,
    KeyChangeKind,
    StatusList,
    Use,
)
from conferral.credentials.transparency.models import Entry, SignedCheckpoint
from conferral.foundation import approval, vault
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from credkit.credential import timestamp
from credkit.keys import Algorithm, Signer

ALGORITHM = {Use.CREDENTIALS: Algorithm.ED25519, Use.DOCUMENTS: Algorithm.P256}
_PREFIX = {Use.CREDENTIALS: "issuer", Use.DOCUMENTS: "documents"}  # Of names in the vault.


@transaction.atomic
def make_first_key(organization: Organization, use: Use = Use.CREDENTIALS) -> IssuerKey:
    """The organization's key for that use, made if it has none."""
    # The row is the lock: of two workers, one makes the key and both use it.
    Organization.objects.select_for_update().get(pk=organization.pk)
    current = organization.issuer_keys.in_use(use).first()
    return current or _begin(organization, use, timezone.now(), None)


@transaction.atomic
def tell_of_old_keys(organization: Organization) -> None:
    """Those of documents were no keys of the issuer once: the public log was not told of them."""
    keys = organization.issuer_keys.for_use(Use.DOCUMENTS)
    told = Event.objects.filter(organization=organization, kind=Kind.KEY_ADDED)
    known = {event.document["key"] for event in told}
    for key in keys.exclude(multikey__in=known).order_by("valid_from"):
        _tell_of(key, None, timezone.now())


def key_in_use(organization: Organization, use: Use) -> IssuerKey:
    """The key to sign with, locked until the transaction ends: no key ends in between.

    Refused: there is none, or it is said to be stolen.
    """
    key = organization.issuer_keys.select_for_update().in_use(use).first()
    if key is None:
        raise Refused(f"{organization} has no signing key. Run: conferral setup")
    if KeyChange.objects.halting(use).filter(organization=organization).exists():
        raise Refused("Its key is said to be stolen: nothing is signed until that is settled.")
    key.organization = organization
    return key


def signer_of(key: IssuerKey) -> Signer:
    """For processes that may sign."""
    return vault.signer(key.name, ALGORITHM[Use(key.use)])


@transaction.atomic
def propose_rotation(
    organization: Organization, person: Person, because: str, use: Use = Use.CREDENTIALS
) -> KeyChange:
    """Ask for a new key in place of the one in use."""
    key = organization.issuer_keys.select_for_update().in_use(use).first()
    if key is None:
        raise Refused(f"{organization} has no signing key. Run: conferral setup")
    return _propose(KeyChange(key=key, kind=KeyChangeKind.ROTATION, because=because), person)


@transaction.atomic
def declare_compromise(
    key: IssuerKey, person: Person, because: str, since: datetime | None = None
) -> KeyChange:
    """Say that others may have had the key since then, or since now.

    If it is the one in use, its organization signs nothing more until this is confirmed or
    withdrawn: the rows wait.
    """
    now = timezone.now()
    locked = IssuerKey.objects.select_for_update().get(pk=key.pk)
    if locked.compromised_at:
        raise Refused("This key has been given up already.")
    if since and since > now:
        raise Refused("That is in the future. Say when others may first have had the key.")
    change = KeyChange(
        key=key,
        kind=KeyChangeKind.COMPROMISE,
        because=because,
        since=since or now,
        cutoff_size=_log_size_at(since),
    )
    return _propose(change, person)


@transaction.atomic
def confirm(change: KeyChange, person: Person) -> None:
    """The second pair of eyes. The worker does the rest."""
    _refuse_unless_open(change)
    approval.approve(change, person, change.organization)


@transaction.atomic
def withdraw(change: KeyChange, person: Person) -> None:
    """It was a false alarm, or can wait: nothing happens to the key."""
    _refuse_unless_open(change)
    if change.approved_at:
        raise Refused("It is confirmed already, and being done.")
    change.withdrawn_at = timezone.now()
    change.save(update_fields=["withdrawn_at"])
    record(person, "withdrew a change of keys", change, change.organization)


@transaction.atomic
def carry_out(change: KeyChange) -> None:
    """Do what two people have agreed on. Only the worker can: it makes a key."""
    now = timezone.now()
    key = IssuerKey.objects.select_for_update().get(pk=change.key_id)
    if not KeyChange.objects.confirmed().filter(pk=change.pk).exists():
        return  # Another process has just done it.
    if change.kind == KeyChangeKind.COMPROMISE:
        _give_up(key, change, now)
    if key.valid_until is None:
        _retire(key, change, now)
        _begin(change.organization, Use(key.use), now, change)
    change.carried_out_at = now
    change.save(update_fields=["carried_out_at"])


def _propose(change: KeyChange, person: Person) -> KeyChange:
    if not (because := change.because.strip()):
        raise Refused("Say why: whoever confirms it has to know.")
    if KeyChange.objects.open().filter(key=change.key, kind=change.kind).exists():
        raise Refused("That has been proposed already; someone else must confirm it.")
    change.because, change.organization = because, change.key.organization
    approval.submit(change, person, change.organization)
    return change


def _refuse_unless_open(change: KeyChange) -> None:
    stands = KeyChange.objects.select_for_update().get(pk=change.pk)
    if stands.withdrawn_at:
        raise Refused("It has been withdrawn.")
    if stands.carried_out_at:
        raise Refused("It has been done already.")
    change.approved_at = stands.approved_at


def _log_size_at(since: datetime | None) -> int:
    """How many entries the log had; now, those count that it has promised a place."""
    if since is None:
        return Entry.objects.count()
    signed = SignedCheckpoint.objects.filter(made_at__lte=since).order_by("-size").first()
    return signed.size if signed else 0


def _begin(
    organization: Organization, use: Use, now: datetime, change: KeyChange | None
) -> IssuerKey:
    number = organization.issuer_keys.for_use(use).count() + 1
    # The first has no number: so it was before keys could be changed.
    name = f"{_PREFIX[use]}-{organization.uuid}" + (f"-{number}" if number > 1 else "")
    key = IssuerKey.objects.create(
        organization=organization,
        use=use,
        name=name,
        multikey=vault.create(name, ALGORITHM[use]).public_multikey,
        valid_from=now,
        began_by=change,
    )
    _tell_of(key, change, now)
    return key


def _tell_of(key: IssuerKey, change: KeyChange | None, now: datetime) -> None:
    event = events.of_key(Kind.KEY_ADDED, key, now)
    _record(change, "made a signing key", key, event=event.pk)


def _retire(key: IssuerKey, change: KeyChange, now: datetime) -> None:
    key.valid_until, key.ended_by = now, change
    key.save(update_fields=["valid_until", "ended_by"])
    event = events.of_key(Kind.KEY_RETIRED, key, now)
    _record(change, "retired a signing key", key, event=event.pk)


def _give_up(key: IssuerKey, change: KeyChange, now: datetime) -> None:
    key.compromised_at, key.cutoff_size = change.since, change.cutoff_size
    key.save(update_fields=["compromised_at", "cutoff_size"])
    told: dict[str, str | int] = {
        "since": timestamp(change.since or now),
        "logSize": change.cutoff_size or 0,
    }
    event = events.of_key(Kind.KEY_COMPROMISED, key, now, **told)
    _record(change, "gave up a signing key as stolen", key, event=event.pk, **told)
    if key.use == Use.CREDENTIALS:
        Credential.objects.filter(key=key).update(page_made_at=None)
        # A list that the stolen key has signed is worth nothing now.
        StatusList.objects.filter(organization=key.organization).update(
            published_at=None, attempts=0, next_attempt_at=now
        )


def _record(change: KeyChange | None, deed: str, key: IssuerKey, **details: object) -> None:
    because = {"because": change.because} if change else {}
    actor = change.approved_by if change else None
    record(actor, deed, key, key.organization, multikey=key.multikey, **because, **details)
