"""A letter with made-up facts, as its reader would see it."""

from dataclasses import dataclass

from conferral.foundation.accounts.languages import in_order
from conferral.foundation.accounts.models import Organization
from conferral.foundation.letters.composing import Facts, compose
from conferral.foundation.letters.frame import html_of
from conferral.foundation.letters.kinds import LetterKind
from conferral.foundation.letters.words import Shown, Words, parse
from conferral.foundation.letters.writing import in_force, own_words


@dataclass(frozen=True)
class Specimen:
    subject: str
    text: str
    html: str


def specimen(
    organization: Organization,
    kind: LetterKind,
    language: str = "",
    words: Words | None = None,
    *,
    picture: str = "",
) -> Specimen:
    """`words`: instead of those in force; raises BadWords. `picture`: the address of one, "" for
    a letter without."""
    wishes = in_order(language, organization.language)
    if words is None:
        found = in_force(kind, own_words(organization, kind), wishes)
        words, language = found.words, found.language
    language = language or wishes[0]
    composed = compose(parse(words, kind.variables), _facts(organization, kind, picture), language)
    html = html_of(composed, organization, language)
    return Specimen(composed.subject, composed.text, html)


def _facts(organization: Organization, kind: LetterKind, picture: str) -> Facts:
    made_up = {
        each.name: picture if each.shown is Shown.PICTURE else each.example
        for each in kind.variables
    }
    return made_up | {"organization": organization.name}
