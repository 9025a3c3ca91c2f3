"""The letter that a certificate is not believed."""

from conferral.foundation.letters.kinds import NAME, LetterKind, Readers
from conferral.foundation.letters.letters import BECAUSE

DISBELIEVED = LetterKind(
    code="disbelieved",
    title="A certificate does not verify",
    when="The self-check finds one that strangers would not believe. To whoever keeps the keys.",
    readers=Readers.STAFF,
    package=__package__,
    own_variables=(NAME, BECAUSE),
)
KINDS = (DISBELIEVED,)
