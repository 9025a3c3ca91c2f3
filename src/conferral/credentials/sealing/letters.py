"""The letter about the certificate of the document key, before it ends."""

from django.conf import settings

from conferral.credentials.sealing.ending import Ending
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.days import day
from conferral.foundation.letters.kinds import NAME, LetterKind, Readers
from conferral.foundation.letters.words import Shown, Variable
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message

CERTIFICATE_ENDS = LetterKind(
    code="document-certificate-ends",
    title="The certificate that signs PDFs ends",
    when="Some days before it ends, and after; to whoever keeps the keys.",
    readers=Readers.STAFF,
    package=__package__,
    own_variables=(
        NAME,
        Variable("vouched_by", "the authority that vouches for the key", "Example Authority"),
        Variable("turn", "what it does, and when", "ends on 3 May 2027"),
        Variable(
            "url", "the page Keys", "https://certificates.example.org/staff/keys", Shown.BUTTON
        ),
    ),
)
KINDS = (CERTIFICATE_ENDS,)


def warning(organization: Organization, keeper: Person, ending: Ending) -> Message:
    """It exists once for each keeper and step, however often it is asked for."""
    facts = {
        "name": keeper.printed_name,
        "vouched_by": ending.told.vouched_by,
        "turn": _turn(ending),
        "url": f"{settings.SITE_URL}/staff/keys",
    }
    key = f"certificate-ends:{ending.certificate.pk}:{ending.step}:{keeper.pk}"
    return Writer(CERTIFICATE_ENDS).write(organization, Reader.of(keeper), key, facts)


def _turn(ending: Ending) -> str:
    on = day(ending.day)
    if ending.days == 0:
        return f"ends today: {on}"
    return f"{'ends' if ending.days > 0 else 'has ended'} on {on}"
