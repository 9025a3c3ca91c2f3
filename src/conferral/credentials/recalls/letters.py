"""The letter to a holder whose certificate was called back.

A certificate that takes its place announces itself, so a replacement is written about only where
there is something to apologize for. Whoever never had a letter with the certificate gets none: of
what they were never told they need not be told that it was a mistake.
"""

from collections.abc import Sequence

from conferral.credentials.delivery import turns
from conferral.credentials.delivery.letters import OF_THE_ONE_BEFORE, facts_of_the_one_before
from conferral.credentials.delivery.sent import has_heard
from conferral.credentials.issuing.models import Credential
from conferral.credentials.recalls.models import Deed, Recall, Recalled
from conferral.foundation.letters.kinds import COURSE, FIRST_NAME, LetterKind, Readers
from conferral.foundation.letters.words import Fact, Shown, Variable
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message

_VARIABLES = (
    FIRST_NAME,
    COURSE,
    Variable("number", "the number of the certificate", "SP-7K3M-9QXD-24", Shown.STRONG),
    Variable("apology", "what the recall says first", "We are sorry.", may_be_empty=True),
    Variable("because", "the reason of the recall", "The final quiz was marked wrongly."),
    Variable("url", "its public page", "https://certificates.example.org/c/SP-…", Shown.BUTTON),
    Variable("contact", "your e-mail address, else your name", "certificates@example.org"),
)
WITHDRAWN = LetterKind(
    code="withdrawn",
    title="Your certificate was withdrawn",
    when="A certificate was revoked by a recall, and its holder had been written to about it.",
    readers=Readers.LEARNERS,
    package=__package__,
    own_variables=(*_VARIABLES, *OF_THE_ONE_BEFORE),
)
REPLACED = LetterKind(
    code="replaced",
    title="A new certificate takes its place",
    when="A certificate was replaced by a recall that apologizes.",
    readers=Readers.LEARNERS,
    package=__package__,
    own_variables=_VARIABLES,
)
KINDS = (WITHDRAWN, REPLACED)


def write(recall: Recall, done: Sequence[Recalled]) -> None:
    """Once for each, however often it is called; nothing to those who have no address any more, or
    never heard of it."""
    if recall.deed == Deed.REPLACE and not recall.apology:
        return
    writer = Writer(REPLACED if recall.deed == Deed.REPLACE else WITHDRAWN)
    reached = _reached(done)
    written = (_letter(writer, recall, each) for each in reached)
    Message.objects.bulk_create(written, ignore_conflicts=True)
    turns.are_told(each.credential for each in reached)  # By this letter: no other says it again.


def _reached(done: Sequence[Recalled]) -> list[Recalled]:
    theirs = Credential.objects.filter(has_heard(), pk__in=[each.credential_id for each in done])
    heard = set(theirs.values_list("pk", flat=True))
    reachable = (each for each in done if each.credential.award.enrolment.person.email)
    return [each for each in reachable if each.credential_id in heard]


def _letter(writer: Writer, recall: Recall, recalled: Recalled) -> Message:
    credential, organization = recalled.credential, recall.organization
    enrolment, key = credential.award.enrolment, f"recalled:{recalled.pk}"
    facts: dict[str, Fact] = {
        "first_name": credential.slots["holder_name"].split()[0],
        "course": credential.shape.facts["course"],
        "number": credential.number,
        "apology": recall.apology,
        "because": recall.because,
        "url": credential.url,
        "contact": organization.email or organization.name,
    }
    if recall.deed == Deed.REVOKE:
        facts |= facts_of_the_one_before(enrolment, key)
    return writer.write(organization, Reader.of(enrolment.person), key, facts)
