"""What the pages about letters show: which say something else, how they are written, versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conferral.foundation.accounts.languages import name_of
from conferral.foundation.accounts.models import Organization
from conferral.foundation.letters.kinds import LetterKind, Readers, default
from conferral.foundation.letters.known import kinds
from conferral.foundation.letters.models import OwnWords
from conferral.foundation.letters.words import Words
from conferral.foundation.letters.writing import versions_of
from conferral.learning.catalog.difference import Change, Difference, Fate, woven

_MOST = 20
_PARTS = (("subject", "Subject"), ("heading", "Heading"), ("body", "Text"))


@dataclass(frozen=True)
class Row:
    """A kind of letter, and in which languages it says something of the organization's own."""

    kind: LetterKind
    own: tuple[tuple[str, str], ...]  # Code and name.
    newest: OwnWords | None


@dataclass(frozen=True)
class Version:
    """`against`: what it changed, of the one before it."""

    kept: OwnWords
    against: Difference


def groups(organization: Organization) -> list[tuple[Readers, list[Row]]]:
    kept: dict[str, list[OwnWords]] = {}
    newest = OwnWords.objects.of(organization).newest().select_related("by")
    for each in newest.filter(is_ours=False).order_by("-pk"):
        kept.setdefault(each.kind, []).append(each)
    rows = [_row(kind, kept.get(kind.code, [])) for kind in kinds().values()]
    return [(readers, [row for row in rows if row.kind.readers is readers]) for readers in Readers]


def versions(organization: Organization, kind: LetterKind, language: str) -> list[Version]:
    """The newest first; the oldest against what we say."""
    kept = list(versions_of(organization, kind, language)[: _MOST + 1])
    given = default(kind, language) or default(kind) or Words("", "", "")
    said = [given if each.is_ours else each.words for each in kept]
    before = [*said, given][1:]
    pairs = zip(kept, said, before, strict=True)
    return [Version(each, _difference(old, new)) for each, new, old in pairs][:_MOST]


def _row(kind: LetterKind, kept: Sequence[OwnWords]) -> Row:
    own = tuple((each.language, name_of(each.language)) for each in kept)
    return Row(kind, own, kept[0] if kept else None)


def _difference(before: Words, after: Words) -> Difference:
    return Difference(tuple(_changes(before, after)))


def _changes(before: Words, after: Words) -> Iterable[Change]:
    for part, label in _PARTS:
        old, new = getattr(before, part), getattr(after, part)
        if old != new:
            yield Change(part, label, Fate.CHANGED, *woven(old, new))
