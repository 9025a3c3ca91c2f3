"""I9: the audit trail is whole, and every deed that left a mark has its line."""

from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest
from typing import Any

from django.db.models import CharField, Exists, Model, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from conferral.credentials.issuing.models import Credential, IssuerKey, KeyChange
from conferral.credentials.transparency.head import Head
from conferral.foundation.audit.chain import BEGINNING
from conferral.foundation.audit.models import Entry
from conferral.learning.catalog.models import CourseVersion
from conferral.oversight.fsck.finding import Finding, Invariant, named

_CHUNK = 250
_TAMPERED = "Somebody has changed the trail itself: restore it from a backup, and ask who could."
_LINE_IS_GONE = "Its line was deleted, or nobody was named: look for it in a backup."


def lines() -> Iterator[Finding]:
    """Every line fits its hash and follows the line before it."""
    previous = BEGINNING
    for line in Entry.objects.order_by("pk").iterator(chunk_size=_CHUNK):
        if line.digest != line.hash:
            yield _broken(line, "it was changed after it was written")
        if line.previous != previous:
            yield _broken(line, "the line before it is missing, or was changed")
        previous = line.hash


def memory(head: Head | None) -> Iterator[Finding]:
    """The trail still has the last line that the log's signer saw."""
    if head and head.trail and not Entry.objects.filter(hash=head.trail).exists():
        problem = "the last lines are missing: the log's signer saw one that is not here"
        yield Finding(Invariant.TRAIL, "audit.Entry", problem, _TAMPERED)


def deeds() -> Iterator[Finding]:
    """What was issued, taken back, suspended and approved says so in the trail."""
    yield from _issued()
    for rows, deed in _marks():
        for row in _without_line(rows, deed):
            problem = f"somebody {deed}: the audit trail does not know who"
            yield Finding(Invariant.TRAIL, named(row, row), problem, _LINE_IS_GONE)


def _marks() -> Iterator[tuple[QuerySet[Any], str]]:
    """Rows that show that something was done to them, and the word for it in the trail."""
    yield Credential.objects.current().filter(revoked_at__isnull=False), "revoked"
    yield Credential.objects.filter(replaced_by__isnull=False), "replaced"
    yield Credential.objects.filter(suspended_at__isnull=False), "suspended"
    yield CourseVersion.objects.ever_approved(), "approved"
    yield CourseVersion.objects.filter(withdrawn_at__isnull=False), "withdrew the approval"
    yield KeyChange.objects.filter(approved_at__isnull=False), "approved"
    yield IssuerKey.objects.all(), "made a signing key"
    yield IssuerKey.objects.filter(valid_until__isnull=False), "retired a signing key"


def _issued() -> Iterator[Finding]:
    """Numbers in the trail against numbers in the register.

    Both come in the order of issuing, so what has no partner yet is little: memory stays flat.
    """
    issued = Entry.objects.filter(deed="issued").order_by("pk").values_list("details", flat=True)
    told = chain.from_iterable(
        details.get("numbers", ()) for details in issued.iterator(chunk_size=10)
    )
    kept = Credential.objects.order_by("pk").values_list("number", flat=True)
    untold, gone = _unpaired(told, kept.iterator(chunk_size=_CHUNK))
    for credential in Credential.objects.filter(number__in=sorted(untold)[:_CHUNK]):
        problem = "it was issued, and the audit trail does not know of it"
        yield Finding(Invariant.TRAIL, named(credential, credential.number), problem, _LINE_IS_GONE)
    for number in sorted(gone)[:_CHUNK]:
        problem = f"{number} was issued, as the audit trail says, and the register has it not"
        remedy = "The row was deleted or its number changed: restore it from a backup."
        yield Finding(Invariant.TRAIL, "issuing.Credential", problem, remedy)


def _unpaired(told: Iterable[str], kept: Iterable[str]) -> tuple[set[str], set[str]]:
    """What is only kept, and what is only told."""
    only_kept: set[str] = set()
    only_told: set[str] = set()
    for of_trail, of_register in zip_longest(told, kept):
        _pair_off(of_trail, only_kept, only_told)
        _pair_off(of_register, only_told, only_kept)
    return only_kept, only_told


def _pair_off(number: str | None, others: set[str], own: set[str]) -> None:
    if number in others:
        others.remove(number)
    elif number is not None:
        own.add(number)


def _without_line(rows: QuerySet[Any], deed: str) -> Iterator[Model]:
    target = Concat(Value(f"{rows.model._meta.label}:"), Cast(OuterRef("pk"), CharField()))
    lines = Entry.objects.filter(deed=deed, target=target)
    return rows.filter(~Exists(lines)).order_by("pk").iterator(chunk_size=_CHUNK)


def _broken(line: Entry, problem: str) -> Finding:
    return Finding(Invariant.TRAIL, named(line, line), problem, _TAMPERED)
