"""Issue credentials; take one back for good or for a while; replace one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from conferral.credentials.issuing import events, news, renewals, signing
from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import Credential, StatusList
from conferral.credentials.issuing.reasons import Reason
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record, record_each
from conferral.foundation.refusal import Refused
from conferral.foundation.visible import many_lines
from conferral.learning.awards import hindsight, keeping_back, life
from conferral.learning.awards.actions import settle
from conferral.learning.awards.life import Verb
from conferral.learning.awards.models import Award
from conferral.learning.progress.prerequisites import look_again


@dataclass(frozen=True)
class Change:
    """Why a certificate is replaced, and what the new one says otherwise. Where results were
    corrected: the day and the mark that are known now (`awards/hindsight.py`).

    `because`: for whoever looks the old number up. `holder_name`: empty, where it stays.
    `names_successor`: may the old one's page lead to the new one? Who knows the old name need
    not learn the new one.
    """

    because: str
    reason: Reason
    holder_name: str = ""
    names_successor: bool = True


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
    renewals.note(issued, now)
    return issued


@transaction.atomic
def revoke(
    credential: Credential, person: Person, because: str, reason: Reason = Reason.OTHER
) -> None:
    """Take it back for good. `because` is shown to everyone who looks the number up."""
    because = many_lines(because, "because")
    for why_not in revoke_all([credential], person, because, reason).values():
        raise Refused(why_not)


@transaction.atomic
def revoke_all(
    credentials: Sequence[Credential], person: Person, because: str, reason: Reason
) -> dict[int, str]:
    """As `revoke`, in as many queries for all of one organization's as for one alone.

    Returns, by key, why some stay as they are.
    """
    now, because = timezone.now(), because.strip()
    refused = _read_again(credentials, Verb.REVOKE, now)
    gone = [each for each in credentials if each.pk not in refused]
    if gone and not because:
        raise Refused(_SAY_WHY)
    for each in gone:
        each.revoked_at, each.revoked_because, each.page_made_at = now, because, None
    Credential.objects.filter(pk__in=[each.pk for each in gone]).update(
        revoked_at=now, revoked_because=because, page_made_at=None
    )
    _publish_again({each.status_list_id for each in gone}, now)
    renewals.undo(gone, now)
    Award.objects.filter(pk__in=[each.award_id for each in gone]).update(ended_at=now)
    renewals.keep_back(gone, keeping_back.REVOKED, now)
    told = zip(gone, events.of_credentials(Kind.REVOKED, gone, now, reason), strict=True)
    lines = [(each, {"because": because, "event": event.pk}) for each, event in told]
    for organization, share in _by_issuer(lines).items():
        record_each(person, "revoked", share, organization)
    return refused


@transaction.atomic
def suspend(
    credential: Credential,
    person: Person,
    because: str,
    reason: Reason,
    until: date | None = None,
) -> None:
    """Let it not be relied on for now. `because` is as public as a revocation's.

    A credential without a place on a list of suspensions is suspended in the register only.
    `until`: the day by which somebody decides. Nothing ends by itself then: staff are reminded.
    """
    because = many_lines(because, "because")
    now, organization = _lock(credential, Verb.SUSPEND, because), _issuer(credential)
    if until and until < now.astimezone(organization.zone).date():
        raise Refused("That day is past. Say by when it will be decided.")
    credential.suspended_at, credential.suspended_because = now, because
    credential.suspended_until, credential.page_made_at = until, None
    credential.save(update_fields=_SUSPENSION)
    _publish_again([credential.suspension_list_id], now)
    Award.objects.filter(pk=credential.award_id).update(ended_at=now)
    renewals.keep_back([credential], keeping_back.SUSPENDED, now)
    event = events.of_credential(Kind.SUSPENDED, credential, now, reason)
    said = {"because": because, "event": event.pk}
    record(person, "suspended", credential, organization, **said)


@transaction.atomic
def reinstate(credential: Credential, person: Person, because: str, reason: Reason) -> None:
    """End the suspension: it counts again. `because` is for the audit trail only."""
    now, organization = _lock(credential, Verb.REINSTATE, because), _issuer(credential)
    credential.suspended_at, credential.suspended_because = None, ""
    credential.suspended_until, credential.page_made_at = None, None
    credential.save(update_fields=_SUSPENSION)
    _publish_again([credential.suspension_list_id], now)
    Award.objects.filter(pk=credential.award_id).update(ended_at=None)
    look_again([credential.award.enrolment])
    renewals.let_on(credential)
    renewals.look_again(credential)
    event = events.of_credential(Kind.REINSTATED, credential, now, reason)
    said = {"because": because.strip(), "event": event.pk}
    record(person, "reinstated", credential, organization, **said)


@transaction.atomic
def replace(credential: Credential, person: Person, change: Change) -> Credential:
    """Another certificate of the same award takes its place; the old number never counts again.

    For processes that sign. Returns the new one, which the belt logs, prints and announces. After
    a revocation, too, if it is found to have been a mistake: what was revoked stays so.
    """
    now = _lock(credential, Verb.REPLACE, change.because)
    refuse_ended(credential, now)
    refuse_revoked(credential, change.reason)
    organization = _issuer(credential)
    if not credential.slots:
        raise Refused("Its holder was forgotten.")
    new = _successor(credential, organization, _otherwise(credential, organization, change))
    was_revoked = credential.revoked_at is not None
    _give_place(credential, new, change)
    new.save(force_insert=True)
    if was_revoked:
        renewals.give_back(new, new.issued_at)
    record(None, "issued", organization, organization, numbers=[new.number])
    news.of_issued(organization, [new])
    event = events.of_replacement(credential, new, change.reason)
    said = {"because": change.because.strip(), "by": new.number, "event": event.pk}
    record(person, "replaced", credential, organization, **said)
    return new


def refuse_ended(credential: Credential, now: datetime) -> None:
    """Of what was revoked, too: of an upheld appeal then the answer is all that is left."""
    if credential.valid_until and credential.valid_until <= now:
        raise Refused("Its time is over: another one would end before it begins.")


def refuse_revoked(credential: Credential, reason: Reason) -> None:
    """What was taken back does not come back as a lost or a spoiled one."""
    if credential.revoked_at and reason is not Reason.APPEAL_UPHELD:
        raise Refused("It has been revoked already. Only an appeal that is upheld brings it back.")


def refuse_unchanged(credential: Credential, reason: Reason) -> None:
    """Results are corrected where others are known. Needs the award with its hindsight."""
    if reason is Reason.RESULTS_CORRECTED and not hasattr(credential.award, "hindsight"):
        raise Refused(hindsight.UNCHANGED)


_Line = tuple[Credential, Mapping[str, object]]
_SAY_WHY = "Say why: whoever looks the number up will read it."
_SUSPENSION = ("suspended_at", "suspended_because", "suspended_until", "page_made_at")
_REPLACEMENT = (
    "revoked_at",
    "revoked_because",
    "replaced_by",
    "renewed_by",
    "names_successor",
    "page_made_at",
)


def _note_on_awards(issued: Iterable[Credential], now: datetime) -> None:
    """So that other courses, a storey below, can ask who holds a valid certificate."""
    until: dict[datetime | None, list[int]] = defaultdict(list)
    for credential in issued:
        until[credential.valid_until].append(credential.award_id)
    for valid_until, awards in until.items():
        Award.objects.filter(pk__in=awards).update(issued_at=now, valid_until=valid_until)


def _lock(credential: Credential, verb: Verb, because: str) -> datetime:
    """Read again, under a lock, how it stands; Refused where the deed leads nowhere from there."""
    now = timezone.now()
    for why_not in _read_again([credential], verb, now).values():
        raise Refused(why_not)
    if not because.strip():
        raise Refused(_SAY_WHY)
    return now


def _read_again(credentials: Sequence[Credential], verb: Verb, now: datetime) -> dict[int, str]:
    """How they stand, under a lock. By key, where the deed leads nowhere from there: why."""
    keys = [credential.pk for credential in credentials]
    stand = Credential.objects.select_for_update().order_by("pk").in_bulk(keys)
    refused = {}
    for credential in credentials:
        stands = stand[credential.pk]
        credential.revoked_at, credential.suspended_at = stands.revoked_at, stands.suspended_at
        credential.replaced_by_id, credential.slots = stands.replaced_by_id, stands.slots
        credential.renewed_by_id = stands.renewed_by_id
        try:
            life.after(stands.state(now), verb)
        except Refused as no:
            refused[credential.pk] = str(no)
    return refused


def _issuer(credential: Credential) -> Organization:
    return credential.status_list.organization


def _otherwise(old: Credential, organization: Organization, change: Change) -> dict[str, str]:
    """The slots in which the new one differs: the name, or what was reported since."""
    if change.reason is Reason.RESULTS_CORRECTED:
        hindsight.take_over(old.award)
        renewals.look_again(old)  # In time, perhaps, by what is known now.
        return signing.results_of(old.award, organization.zone)
    return {"holder_name": change.holder_name} if change.holder_name else {}


def _successor(
    old: Credential, organization: Organization, otherwise: Mapping[str, str]
) -> Credential:
    desk = signing.open_desk(organization, timezone.now().replace(microsecond=0))
    seat = signing.seat_like(old, organization)
    new = signing.sign_again(desk, old, otherwise, seat)
    signing.promise_entries([new])
    return new


def _give_place(old: Credential, new: Credential, change: Change) -> None:
    """Before the new row is there: the constraint allows one that is current at any moment."""
    if old.revoked_at is None:
        old.revoked_at, old.revoked_because = new.issued_at, change.because.strip()
        _publish_again([old.status_list_id], new.issued_at)
    else:
        Award.objects.filter(pk=old.award_id).update(ended_at=None)
        look_again([old.award.enrolment])
        renewals.let_on(old)
        new.renewed_by_id, old.renewed_by_id = old.renewed_by_id, None
    old.replaced_by_id, old.page_made_at = new.number, None
    old.names_successor = change.names_successor
    old.save(update_fields=_REPLACEMENT)


def _publish_again(lists: Iterable[int | None], now: datetime) -> None:
    StatusList.objects.filter(pk__in=[key for key in lists if key]).update(
        published_at=None, attempts=0, next_attempt_at=now
    )


def _by_issuer(lines: Iterable[_Line]) -> dict[Organization, list[_Line]]:
    shares: dict[Organization, list[_Line]] = defaultdict(list)
    for line in lines:
        shares[_issuer(line[0])].append(line)
    return shares


def _by_organization(awards: Iterable[Award]) -> dict[Organization, list[Award]]:
    shares: dict[Organization, list[Award]] = defaultdict(list)
    for award in awards:
        shares[award.enrolment.version.course.organization].append(award)
    return shares


def _issue_for(organization: Organization, awards: list[Award], now: datetime) -> list[Credential]:
    desk = signing.open_desk(organization, now)
    seats = signing.take_seats(organization, len(awards))
    credentials = [
        signing.sign(desk, award, seat) for award, seat in zip(awards, seats, strict=True)
    ]
    signing.promise_entries(credentials)
    numbers = [credential.number for credential in credentials]
    record(None, "issued", organization, organization, numbers=numbers)
    news.of_issued(organization, credentials)
    return Credential.objects.bulk_create(credentials)
