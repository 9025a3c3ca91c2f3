"""Call certificates back; agree to it, stop it, and do it with some of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from conferral.credentials.issuing import actions as issuing
from conferral.credentials.issuing.actions import Change
from conferral.credentials.issuing.models import Credential, CredentialQuerySet
from conferral.credentials.issuing.number import NotANumber, parse
from conferral.credentials.issuing.reasons import Reason
from conferral.credentials.recalls import letters
from conferral.credentials.recalls.models import Deed, Exhibit, Recall, Recalled
from conferral.credentials.recalls.order import Order, Wanted, checked
from conferral.credentials.verification import showing
from conferral.foundation import approval
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.foundation.runs import tracking
from conferral.learning.awards import life
from conferral.learning.awards.life import Verb
from conferral.learning.awards.models import Hindsight

_CHUNK = 500
STOPPED = "The recall was stopped."
VERBS = {Deed.REVOKE: Verb.REVOKE, Deed.REPLACE: Verb.REPLACE}


@dataclass(frozen=True)
class Preview:
    """What an order would do. `unfit`: by number as it was typed, why that one stays as it is."""

    chosen: tuple[tuple[Credential, Wanted], ...]
    unfit: Mapping[str, str]
    courses: tuple[tuple[str, int], ...]  # Titles, and how many of each.
    needs_second: bool


def preview(organization: Organization, order: Order) -> Preview:
    """Nothing is written. RefusedPart: the order cannot stand."""
    now = timezone.now()
    return _look(organization, checked(order, now.astimezone(organization.zone).date()), now)


def past_cutoff(organization: Organization) -> CredentialQuerySet:
    """What stolen keys sealed too late to count, unless it is called back already."""
    called_back = Recalled.objects.open().values("credential")
    void = Credential.objects.of(organization).past_cutoff().exclude(pk__in=called_back)
    return void.order_by("pk")


def reported_since(organization: Organization, now: datetime) -> CredentialQuerySet:
    """What says less than is known by now, and can be replaced; each with its award's hindsight.

    Unless somebody has decided that it stays, or it is called back already.
    """
    undecided = Hindsight.objects.of(organization).open().values("award")
    called_back = Recalled.objects.open().values("credential")
    counting = Q(valid_until=None) | Q(valid_until__gt=now)
    current = Credential.objects.of(organization).current().kept().filter(counting)
    found = current.filter(
        award__in=undecided, revoked_at=None, suspended_at=None, renewed_by=None
    ).exclude(pk__in=called_back)
    related = "award__hindsight", "award__enrolment__version__course"
    return found.select_related(*related).order_by("pk")


@transaction.atomic
def call_back(
    organization: Organization,
    person: Person,
    order: Order,
    *,
    expected: int,
    exhibit: Exhibit | None = None,
) -> Recall:
    """Small ones begin at once, on the belt; a large one when a second person has agreed.

    `expected`: how many the person was shown. Refused when there are more or fewer by now.
    """
    now = timezone.now()
    order = checked(order, now.astimezone(organization.zone).date())
    seen = _look(organization, order, now)
    if not seen.chosen and len(seen.unfit) == 1:
        raise Refused(*seen.unfit.values())
    if len(seen.chosen) != expected or not seen.chosen:
        raise Refused(f"There are {len(seen.chosen)} by now, not {expected}. Look again.")
    recall = Recall.objects.create(
        organization=organization,
        deed=Deed.REPLACE if order.replaces else Deed.REVOKE,
        reason=order.reason,
        because=order.because,
        apology=order.apology,
        names_successor=order.names_successor,
        exhibit=exhibit,
        sworn_on=order.sworn_on,
        count=expected,
        submitted_by=person,
        submitted_at=now,
        begins_at=None if seen.needs_second else now,
    )
    _put_on_belt(recall, seen)
    said = {"what": recall.deed, "because": recall.because, "count": expected}
    record(person, "called certificates back", recall, organization, **said)
    if recall.begins_at:
        _begin(recall)
    return recall


@transaction.atomic
def agree(recall: Recall, person: Person) -> None:
    """Let a large one begin. Somebody else than who has ordered it."""
    stands = _lock(recall)
    if stands.begins_at:
        raise Refused("It has begun already.")
    approval.approve(stands, person, stands.organization, count=stands.count)
    stands.begins_at = timezone.now()
    stands.save(update_fields=["begins_at"])
    _begin(stands)


@transaction.atomic
def stop(recall: Recall, person: Person) -> int:
    """Leave as they are those with which nothing was done yet. Returns how many."""
    stands = _lock(recall)
    now = timezone.now()
    left = stands.recalled.open().update(done_at=now, refused=STOPPED)
    if not left:
        raise Refused("Everything is done already; nothing is left to stop.")
    stands.stopped_at = now
    stands.save(update_fields=["stopped_at"])
    record(person, "stopped a recall", stands, stands.organization, left=left)
    tracking.cancel(stands)
    return left


def do(rows: Sequence[Recalled]) -> None:
    """What was ordered, with each certificate; within the caller's transaction.

    For processes that sign. Where it cannot be done any more, the row says why. What is only
    taken back costs the same few queries for many; what is replaced is signed one by one.
    """
    shares = _by_recall(rows)
    for recall, share in shares.items():
        if recall.submitted_by is None:
            refused = dict.fromkeys([each.credential_id for each in share], "Nobody ordered it.")
        elif recall.deed == Deed.REVOKE:
            refused = _revoke(recall, recall.submitted_by, share)
        else:
            refused = _replace(recall, recall.submitted_by, share)
        for each in share:
            each.refused = refused.get(each.credential_id, "")
            each.done_at = timezone.now()
        letters.write(recall, [each for each in share if not each.refused])
    Recalled.objects.bulk_update(rows, ["done_at", "refused", "successor"], batch_size=_CHUNK)
    for recall, share in shares.items():
        left_alone = sum(bool(each.refused) for each in share)
        tracking.advance(recall, done=len(share) - left_alone, failed=left_alone)


def _begin(recall: Recall) -> None:
    """Whoever ordered it sees it through: nobody who only agreed is written to at the end."""
    what, count = recall.because, recall.recalled.count()
    tracking.begin(recall, recall.organization, recall.submitted_by, what=what, total=count)


def _by_recall(rows: Iterable[Recalled]) -> dict[Recall, list[Recalled]]:
    shares: dict[Recall, list[Recalled]] = defaultdict(list)
    for each in rows:
        shares[each.recall].append(each)
    return shares


def _revoke(recall: Recall, person: Person, rows: Sequence[Recalled]) -> dict[int, str]:
    credentials = [each.credential for each in rows]
    return issuing.revoke_all(credentials, person, recall.because, Reason(recall.reason))


def _replace(recall: Recall, person: Person, rows: Sequence[Recalled]) -> dict[int, str]:
    """By the certificate's key: why it stays as it is."""
    refused = {}
    for each in rows:
        try:
            with transaction.atomic():
                each.successor = _replaced(each, person)
        except Refused as no:
            refused[each.credential_id] = str(no)
    return refused


def _replaced(recalled: Recalled, person: Person) -> Credential:
    recall, credential = recalled.recall, recalled.credential
    reason = Reason(recall.reason)
    change = Change(recall.because, reason, recalled.holder_name, recall.names_successor)
    successor = issuing.replace(credential, person, change)
    showing.keep_choice(credential, successor)
    if recalled.holder_name:
        _correct_name(credential, recalled.holder_name, person)
    return successor


def _correct_name(credential: Credential, name: str, person: Person) -> None:
    """So that the next certificate has the right one, too."""
    holder = credential.award.enrolment.person
    if holder.printed_name != name:
        Person.objects.filter(pk=holder.pk).update(printed_name=name)
        record(person, "corrected a name", holder, credential.status_list.organization)


def _look(organization: Organization, order: Order, now: datetime) -> Preview:
    """`order`: checked."""
    named, unfit = _named(order)
    found = _find(organization, list(named))
    chosen = []
    for number, wanted in named.items():
        because = _unfit(found.get(number), order, now)
        if because:
            unfit[wanted.number] = because
        else:
            chosen.append((found[number], wanted))
    titles = [credential.award.enrolment.version.title for credential, _ in chosen]
    return Preview(
        chosen=tuple(chosen),
        unfit=unfit,
        courses=tuple((title, titles.count(title)) for title in sorted(set(titles))),
        needs_second=len(chosen) > organization.recalls_alone_up_to,
    )


def _named(order: Order) -> tuple[dict[str, Wanted], dict[str, str]]:
    """What is wanted, by number; and what is no number, or has two names."""
    named: dict[str, Wanted] = {}
    unfit: dict[str, str] = {}
    for wanted in order.wanted:
        try:
            number = parse(wanted.number)
        except NotANumber as slip:
            unfit[wanted.number] = slip.hint
            continue
        if named.setdefault(number, wanted).holder_name != wanted.holder_name:
            unfit[number] = "It is named twice, with two names."
    return {number: wanted for number, wanted in named.items() if number not in unfit}, unfit


def _find(organization: Organization, numbers: list[str]) -> dict[str, Credential]:
    related = (
        "award__enrolment__version",
        "award__enrolment__person",
        "award__hindsight",
        "status_list__organization",
    )
    ours = Credential.objects.of(organization).select_related(*related)
    found: dict[str, Credential] = {}
    for start in range(0, len(numbers), _CHUNK):  # SQLite takes only so many at once.
        part = ours.filter(number__in=numbers[start : start + _CHUNK])
        found |= {credential.number: credential for credential in part}
    return found


def _unfit(credential: Credential | None, order: Order, now: datetime) -> str:
    if credential is None:
        return "There is no certificate of this number."
    if credential.erased_at:
        return "Its holder was forgotten."
    try:
        life.after(credential.state(now), VERBS[Deed.REPLACE if order.replaces else Deed.REVOKE])
        if order.replaces:
            issuing.refuse_ended(credential, now)
            issuing.refuse_revoked(credential, order.reason)
            issuing.refuse_unchanged(credential, order.reason)
    except Refused as no:
        return str(no)
    return ""


def _put_on_belt(recall: Recall, seen: Preview) -> None:
    rows = [
        Recalled(recall=recall, credential=credential, holder_name=wanted.holder_name)
        for credential, wanted in seen.chosen
    ]
    try:
        with transaction.atomic():
            Recalled.objects.bulk_create(rows, batch_size=_CHUNK)
    except IntegrityError as error:
        raise Refused(_who_was_faster(recall, [row.credential_id for row in rows])) from error


def _who_was_faster(recall: Recall, credentials: list[int]) -> str:
    for start in range(0, len(credentials), _CHUNK):
        part = credentials[start : start + _CHUNK]
        open_rows = Recalled.objects.open().filter(credential__in=part).exclude(recall=recall)
        first = open_rows.select_related("recall__submitted_by", "credential").first()
        if first:
            who, deed = first.recall.submitted_by, first.recall.deed
            return f"{who} has asked to {deed} {first.credential} already; it is about to happen."
    return "Somebody else has called one of them back. Look again."


def _lock(recall: Recall) -> Recall:
    stands = Recall.objects.select_for_update().get(pk=recall.pk)
    if stands.stopped_at:
        raise Refused("It was stopped.")
    return stands
