"""Write letters: the words that an organization wants, in the language of whoever reads them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from conferral.foundation.accounts.languages import OURS, in_order
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.letters.composing import Facts, plain, said_in
from conferral.foundation.letters.kinds import LetterKind, Readers, default
from conferral.foundation.letters.models import OwnWords
from conferral.foundation.letters.sheets import Sheets
from conferral.foundation.letters.words import BadWords, Parsed, Shown, Words, parse
from conferral.foundation.mail.models import Message
from conferral.foundation.mail.pictures import CARRIED


@dataclass(frozen=True)
class Reader:
    """To which address, and in which language if there are words in it; "": the organization's.

    `person`: the key of whose letter it is; None where nobody is known but an address.
    """

    address: str
    language: str = ""
    person: int | None = None

    @classmethod
    def of(cls, person: Person) -> "Reader":
        return cls(person.email or "", person.language, person.pk)


@dataclass(frozen=True)
class InForce:
    """What a letter says in one language. `problem`: why the organization's own words do not
    stand any more, such as a variable that an update took away; then ours are sent."""

    language: str
    words: Words
    parsed: Parsed
    is_own: bool = False
    problem: str = ""


class Writer:
    """Writes letters of one kind. What an organization wants said is read once, however many there
    are: make a new one for each batch."""

    def __init__(self, kind: LetterKind) -> None:
        self._kind = kind
        self._own: dict[Organization, Mapping[str, Words]] = {}
        self._found: dict[tuple[Organization, str], InForce] = {}
        self._sheets: dict[tuple[Organization, str], Sheets] = {}

    def write(self, organization: Organization, to: Reader, key: str, facts: Facts) -> Message:
        """Not saved. `facts`: one for each variable that the kind has of its own.

        Of a picture the fact is what draws it (`Message.picture`).
        """
        (message,) = self.write_to_all(organization, [(key, to)], facts)
        return message

    def write_to_all(
        self, organization: Organization, to: Iterable[tuple[str, Reader]], facts: Facts
    ) -> Iterator[Message]:
        """The same letter, by key and reader; composed once for each language."""
        written: dict[str, dict[str, str]] = {}
        for key, reader in to:
            if reader.language not in written:
                written[reader.language] = self._composed(organization, reader.language, facts)
            yield Message(
                organization=organization,
                key=key,
                to=reader.address,
                person_id=reader.person,
                topic=self._kind.topic or "",
                is_for_staff=self._kind.readers is Readers.STAFF,
                **written[reader.language],
            )

    def _composed(self, organization: Organization, language: str, facts: Facts) -> dict[str, str]:
        used, picture = self._in_force(organization, language), picture_of(self._kind)
        carried = str(facts.get(picture, ""))
        facts = {**facts, "organization": organization.name}
        if carried:
            facts[picture] = CARRIED
        said = said_in(used.language, facts)
        subject, text = plain(used.parsed, said)
        html = self._sheets_of(organization, used).html_of(subject, said)
        return {"subject": subject, "text": text, "html": html, "picture": carried}

    def _sheets_of(self, organization: Organization, used: InForce) -> Sheets:
        known = (organization, used.language)
        if known not in self._sheets:
            self._sheets[known] = Sheets(used.parsed, organization, used.language)
        return self._sheets[known]

    def _in_force(self, organization: Organization, language: str) -> InForce:
        known = (organization, language)
        if known not in self._found:
            if organization not in self._own:
                self._own[organization] = own_words(organization, self._kind)
            wishes = in_order(language, organization.language)
            self._found[known] = in_force(self._kind, self._own[organization], wishes)
        return self._found[known]


def own_words(organization: Organization, kind: LetterKind) -> dict[str, Words]:
    """By language."""
    newest = OwnWords.objects.of(organization).filter(kind=kind.code).newest()
    return {each.language: each.words for each in newest if not each.is_ours}


def versions_of(organization: Organization, kind: LetterKind, language: str) -> QuerySet[OwnWords]:
    """The newest first."""
    ours = OwnWords.objects.of(organization).filter(kind=kind.code, language=language)
    return ours.select_related("by").order_by("-pk")


def in_force(kind: LetterKind, own: Mapping[str, Words], languages: Sequence[str]) -> InForce:
    """In the first of the languages that has words, the organization's own before ours."""
    problem = ""
    for language in (*languages, OURS):
        if language in own:
            try:
                return InForce(language, own[language], parse(own[language], kind.variables), True)
            except BadWords as bad:
                problem = problem or str(bad)
        if ours := default(kind, language):
            return InForce(language, ours, parse(ours, kind.variables), problem=problem)
    raise LookupError(f"{kind.code}.{OURS}.txt is missing.")


def picture_of(kind: LetterKind) -> str:
    """The name of the variable that is one, or ""."""
    return next((each.name for each in kind.variables if each.shown is Shown.PICTURE), "")
