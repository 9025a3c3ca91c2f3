"""Letters that ask for a consent: whether it goes on, and of a guardian whether they agree."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.consents.models import Consent, Guardian
from conferral.foundation.days import day
from conferral.foundation.letters.kinds import FIRST_NAME, NAME, LetterKind, Readers
from conferral.foundation.letters.words import Fact, Shown, Variable
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message

_WHAT = Variable(
    "what",
    "what they agreed to, and until when; alone in its line",
    ("Questions about the course, until 3 May 2028",),
    Shown.LIST,
    is_needed=True,
)
_URL = Variable(
    "url",
    "the page on which they agree again",
    "https://certificates.example/me/privacy",
    Shown.BUTTON,
    is_needed=True,
)
CONSENT_ENDS = LetterKind(
    code="consent-ends",
    title="A consent ends",
    when="Thirty days before something ends that a learner agreed to, once.",
    readers=Readers.LEARNERS,
    package=__package__,
    own_variables=(FIRST_NAME, _WHAT, _URL),
)
GUARDIAN_ASKED = LetterKind(
    code="guardian-asked",
    title="A guardian is asked",
    when="Staff ask the guardian of somebody under age what may be shown of them.",
    readers=Readers.LEARNERS,
    package=__package__,
    own_variables=(
        NAME,
        Variable("learner", "who is under age", "Nomvula Dlamini"),
        Variable("until", "the day from which they decide themselves", date(2029, 3, 1)),
        Variable(
            "url",
            "the page on which they agree, or do not",
            "https://certificates.example/guardians/…",
            Shown.BUTTON,
            is_needed=True,
        ),
    ),
)
KINDS = (CONSENT_ENDS, GUARDIAN_ASKED)


def still(organization: Organization, person: Person, ending: Sequence[Consent]) -> Message:
    """`ending`: with their texts; they are of that person."""
    key = "-".join(str(each.pk) for each in ending)
    facts = {
        "first_name": person.printed_name.split()[0],
        "what": tuple(_in_words(each) for each in ending),
        "url": f"{settings.SITE_URL}/me/privacy",
    }
    written = Writer(CONSENT_ENDS)
    return written.write(organization, Reader.of(person), f"consent-ends:{key}", facts)


def to_guardian(
    organization: Organization, guardian: Guardian, address: str, key: str, url: str
) -> Message:
    person = guardian.person
    facts: dict[str, Fact] = {
        "name": guardian.name,
        "learner": person.printed_name,
        "until": guardian.of_age_on,
        "url": url,
    }
    return Writer(GUARDIAN_ASKED).write(organization, Reader(address, person.language), key, facts)


def _in_words(consent: Consent) -> str:
    until = f", until {day(consent.until)}" if consent.until else ""
    return consent.text.text.splitlines()[0] + until
