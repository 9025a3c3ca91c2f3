"""Say a letter in other words, go back to ours, try how it arrives."""

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.languages import LANGUAGES, name_of
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.letters.kinds import LetterKind
from conferral.foundation.letters.letters import MAIL_WORKS
from conferral.foundation.letters.models import OwnWords
from conferral.foundation.letters.specimens import specimen
from conferral.foundation.letters.words import BadWords, Words, cleaned, parse
from conferral.foundation.letters.writing import versions_of
from conferral.foundation.mail.actions import TEST, tests_of
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused, RefusedPart


@transaction.atomic
def reword(
    organization: Organization,
    kind: LetterKind,
    language: str,
    words: Words,
    person: Person,
    *,
    after: int,
) -> None:
    """`after`: the key of the version that they have seen, 0 for none. Refused when somebody has
    saved another since; RefusedPart for what cannot be sent."""
    if language not in LANGUAGES:
        raise Refused(f"Letters can be written in: {', '.join(LANGUAGES)}.")
    wanted = checked(kind, words)
    newest = _newest(organization, kind, language)
    _refuse_outdated(newest, after)
    if newest and not newest.is_ours and newest.words == wanted:
        return
    _keep(organization, kind, language, wanted, person)


@transaction.atomic
def reset(organization: Organization, kind: LetterKind, language: str, person: Person) -> None:
    """What we say counts again. The words stay among the versions."""
    newest = _newest(organization, kind, language)
    if newest is None or newest.is_ours:
        raise Refused("It says what it always said: there is nothing to go back from.")
    kept = OwnWords.objects.create(
        organization=organization, kind=kind.code, language=language, is_ours=True, by=person
    )
    details = {"letter": kind.code, "language": language}
    record(person, "went back to the given words of a letter", kept, organization, **details)


@transaction.atomic
def send_test(
    organization: Organization,
    person: Person,
    kind: LetterKind = MAIL_WORKS,
    words: Words | None = None,
    language: str = "",
) -> Message:
    """A letter to themselves with made-up facts; `words`: those to be tried, not kept.

    Refused while the last one is on its way.
    """
    ours = tests_of(organization)
    if ours.unsent().exclude(pk__in=ours.in_trouble()).exists():
        raise Refused("A letter is on its way already. Load the page again in a moment.")
    shown = specimen(organization, kind, language, checked(kind, words) if words else None)
    message = Message.objects.create(
        organization=organization,
        key=f"{TEST}{organization.pk}:{timezone.now().timestamp()}",
        to=person.email or "",
        person=person,
        subject=shown.subject,
        text=shown.text,
        html=shown.html,
    )
    record(person, "sent a test letter", message, organization, letter=kind.code)
    return message


@transaction.atomic
def choose_language(
    person: Person, language: str, by: Person, organization: Organization | None
) -> None:
    """In which `person` is written to from now on; "": as each organization writes."""
    if language and language not in LANGUAGES:
        raise Refused(f"Letters can be written in: {', '.join(LANGUAGES)}.")
    known = Person.objects.select_for_update().get(pk=person.pk)
    if known.email is None:
        raise Refused("This person has been forgotten.")
    if known.language == language:
        return
    known.language = language
    known.save(update_fields=["language"])
    record(by, "chose the language of letters", known, organization, language=language)


def checked(kind: LetterKind, words: Words) -> Words:
    """As they are kept; RefusedPart, with a sentence, for what cannot be sent."""
    wanted = cleaned(words)
    try:
        parse(wanted, kind.variables)
    except BadWords as bad:
        raise RefusedPart(bad.part, str(bad)) from bad
    return wanted


def _newest(organization: Organization, kind: LetterKind, language: str) -> OwnWords | None:
    Organization.objects.select_for_update().get(pk=organization.pk)
    return versions_of(organization, kind, language).first()


def _refuse_outdated(newest: OwnWords | None, after: int) -> None:
    if newest and newest.pk != after:
        who = newest.by or "Somebody"
        raise Refused(f"{who} has saved other words meanwhile. Look at them first.")


def _keep(
    organization: Organization, kind: LetterKind, language: str, words: Words, person: Person
) -> None:
    kept = OwnWords.objects.create(
        organization=organization,
        kind=kind.code,
        language=language,
        subject=words.subject,
        heading=words.heading,
        body=words.body,
        by=person,
    )
    details = {"letter": kind.code, "language": name_of(language)}
    record(person, "said a letter in other words", kept, organization, **details)
