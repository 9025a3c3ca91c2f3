"""The letters of the house itself: mail works, people are needed at once, long work has ended.

And those of signing in, which have a module of their own.
"""

from conferral.foundation.letters import sign_in
from conferral.foundation.letters.kinds import NAME, LetterKind, Readers
from conferral.foundation.letters.words import Shown, Variable

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
RUN_ENDED = LetterKind(
    code="run-ended",
    title="Long work has ended",
    when="Work has ended that took more than a minute. To whoever asked for it, or for a letter.",
    readers=Readers.STAFF,
    package=__package__,
    own_variables=(
        NAME,
        Variable("what", "what was done", "The import “first-aid.csv”"),
        Variable("state", "how it ended", "done, 1 refused"),
        Variable("progress", "how far it came", "40 of 41 lines read, 1 refused"),
        Variable("took", "how long it took", "3 minutes"),
        Variable("then", "what comes next", "Certificates follow.", may_be_empty=True),
        Variable(
            "failures",
            "what to look for, where something failed",
            "What is left to do stands there.",
            may_be_empty=True,
        ),
        Variable("url", "its page", "https://certificates.example.org/staff/runs/7", Shown.BUTTON),
    ),
)
KINDS = (MAIL_WORKS, SIGNING_STOPPED, RUN_ENDED, *sign_in.KINDS)
