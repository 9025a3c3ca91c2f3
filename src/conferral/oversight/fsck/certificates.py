"""I6, I8, I10, I12 to I14: what became of credentials after they were signed."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import pairwise, product

from django.db.models import Q
from django.utils import timezone

from conferral.credentials.delivery.models import Delivery
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing import number
from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import (
    PLACES,
    Credential,
    Event,
    IssuerKey,
    Purpose,
    StatusList,
    Use,
)
from conferral.foundation.accounts.models import Organization
from conferral.oversight.fsck.finding import FROM_BACKUP, Finding, Invariant, named
from credkit import status_list
from credkit.canonical import Json
from credkit.errors import Malformed

_CHUNK = 250
_WORKER = timedelta(hours=1)  # By then the belt has done what it does.
_SIGN_AGAIN = (
    "Set its published_at to NULL: the worker signs it anew from the register. If the register is "
    "wrong, restore the credential's row first."
)
_TELL = "If the key is yours, run: conferral setup. If it is not, restore the table from a backup."


def statuses() -> Iterator[Finding]:
    """I6: each set bit of a published list is a credential that the register says it of."""
    for listed in StatusList.objects.filter(published_at__isnull=False).order_by("pk").iterator():
        report = partial(Finding, Invariant.STATUS)
        try:
            document: Json = listed.document or {}
            bits = status_list.decode(document["credentialSubject"]["encodedList"])
        except (Malformed, KeyError, TypeError) as error:
            yield report(named(listed), f"it cannot be read: {error}", _SIGN_AGAIN)
            continue
        unexplained = int.from_bytes(bits).bit_count()
        for pk, place, since in _placed_on(listed):
            is_set = bool(bits[place // 8] & 0b1000_0000 >> place % 8)
            unexplained -= is_set
            if is_set != bool(since):
                says = "counts" if since is None else "does not count"
                problem = f"the register says that it {says}; {named(listed)} says the opposite"
                yield report(f"issuing.Credential:{pk}", problem, _SIGN_AGAIN)
        if unexplained:
            problem = f"{unexplained} of its bits are set for no credential"
            yield report(named(listed), problem, _SIGN_AGAIN)


def places() -> Iterator[Finding]:
    """I14: a list counts its places, and every credential on it has one of its own."""
    for listed in StatusList.objects.order_by("pk").iterator(chunk_size=10):
        taken, on_it = bytes(listed.taken), 0
        for pk, place, _ in _placed_on(listed):
            on_it += 1
            if not taken[place // 8] >> place % 8 & 1:
                problem = f"its place on {named(listed)} is not taken: another may get it"
                yield Finding(Invariant.COUNTERS, f"issuing.Credential:{pk}", problem, FROM_BACKUP)
        if {listed.count, int.from_bytes(taken).bit_count()} != {on_it}:
            problem = f"it counts {listed.count} places; {on_it} credentials are on it"
            yield Finding(Invariant.COUNTERS, named(listed), problem, FROM_BACKUP)


def numbers() -> Iterator[Finding]:
    """I8: every number is spelled as we spell it, its check character fits."""
    rows = Credential.objects.order_by("pk").values_list("pk", "number")
    for pk, text in rows.iterator(chunk_size=_CHUNK):
        try:
            is_sound = number.parse(text) == text
        except number.NotANumber:
            is_sound = False
        if not is_sound:
            problem = f"{text!r} is not a certificate number"
            yield Finding(Invariant.NUMBERS, f"issuing.Credential:{pk}", problem, FROM_BACKUP)


def letters() -> Iterator[Finding]:
    """I10: who can be written to has a letter, sent or waiting, and only then.

    What was taken back before its letter was written has none.
    """
    announced = Certificate.objects.filter(announced_at__isnull=False, delivery=None)
    good = announced.filter(credential__revoked_at=None, credential__stop=None)
    reachable = good.filter(credential__award__enrolment__person__email__isnull=False)
    for certificate in reachable.order_by("pk").iterator(chunk_size=_CHUNK):
        problem = "it was announced, and there is no letter"
        remedy = "Set its announced_at to NULL: the worker writes the letter."
        yield Finding(Invariant.LETTERS, named(certificate), problem, remedy)
    early = Delivery.objects.filter(certificate__announced_at=None)
    for delivery in early.order_by("pk").iterator(chunk_size=_CHUNK):
        problem = "there is a letter, and its certificate waits to be announced"
        yield Finding(Invariant.LETTERS, named(delivery), problem, FROM_BACKUP)


def erasures() -> Iterator[Finding]:
    """I12: no slot, no salt and no file is left of what was erased."""
    erased = Credential.objects.filter(erased_at__isnull=False)
    remedy = "Erase the person again: an older backup has brought it back."
    for credential in erased.filter(~Q(slots={}) | ~Q(log_salt=b"")).iterator(chunk_size=_CHUNK):
        row = named(credential, credential.number)
        yield Finding(Invariant.ERASURE, row, "something of its holder is left", remedy)
    late = timezone.now() - _WORKER
    left = Certificate.objects.filter(credential__erased_at__lt=late).exclude(file="")
    for certificate in left.order_by("pk").iterator(chunk_size=_CHUNK):
        problem = f"its file {certificate.file.name} is left"
        yield Finding(
            Invariant.ERASURE, named(certificate), problem, "Run a worker: it deletes the file."
        )
    for credential in erased.filter(award__enrolment__person__email__isnull=False):
        problem = "its holder has an address again"
        yield Finding(Invariant.ERASURE, named(credential, credential.number), problem, remedy)


def keys() -> Iterator[Finding]:
    """I13: of each use, one key ends where the next begins or before, and none ends before it
    begins."""
    for organization, use in product(Organization.objects.order_by("pk"), Use):
        history = list(organization.issuer_keys.for_use(use).order_by("valid_from", "pk"))
        for key in history:
            if key.valid_until and key.valid_until < key.valid_from:
                yield _bad_key(key, "it ends before it begins")
        for earlier, later in pairwise(history):
            if earlier.valid_until is None or earlier.valid_until > later.valid_from:
                yield _bad_key(earlier, f"it has not ended when {named(later)} begins")


def keys_told() -> Iterator[Finding]:
    """I13: the public log was told when each key began, or a stranger cannot know whose it is."""
    told = Event.objects.filter(kind=Kind.KEY_ADDED).values_list("organization", "document__key")
    known = set(told)
    for key in IssuerKey.objects.order_by("pk"):
        if (key.organization_id, key.multikey) not in known:
            remedy = _TELL if key.use == Use.DOCUMENTS else FROM_BACKUP
            problem = "the public log was never told that it began"
            yield Finding(Invariant.KEYS, named(key, key.name), problem, remedy)


def _placed_on(listed: StatusList) -> Iterator[tuple[int, int, object]]:
    list_field, place_field, since_field = PLACES[Purpose(listed.purpose)]
    rows = Credential.objects.filter(**{list_field: listed}).order_by("pk")
    return rows.values_list("pk", place_field, since_field).iterator(chunk_size=_CHUNK)


def _bad_key(key: IssuerKey, problem: str) -> Finding:
    return Finding(Invariant.KEYS, named(key, key.name), problem, FROM_BACKUP)
