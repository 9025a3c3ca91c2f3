"""The letters of the house itself: that mail works, and that people are needed at once."""

from conferral.foundation.letters.kinds import NAME, LetterKind, Readers
from conferral.foundation.letters.words import Variable

BECAUSE = Variable("because", "what happened", "More than 600,000 signatures in a minute.")

MAIL_WORKS = LetterKind(
    code="mail-works",
    title="Mail works",
    when="Somebody tries, in the first steps, whether letters leave.",
    readers=Readers.STAFF,
    package=__package__,
    own_variables=(),
)
SIGNING_STOPPED = LetterKind(
    code="signing-stopped",
    title="Signing was stopped",
    when="More is to be signed in a minute than the limit allows. To whoever keeps the keys.",
    readers=Readers.STAFF,
    package=__package__,
    own_variables=(NAME, BECAUSE),
)
KINDS = (MAIL_WORKS, SIGNING_STOPPED)
