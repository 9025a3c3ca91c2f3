"""The letter with which staff write to the learners of a course."""

from conferral.foundation.letters.kinds import LetterKind, Readers
from conferral.foundation.letters.words import Shown, Variable
from conferral.foundation.mail.topics import Topic

ANNOUNCEMENT = LetterKind(
    code="announcement",
    title="News of a course",
    when="Staff write to the learners of a course; what they write stands in it.",
    readers=Readers.LEARNERS,
    package=__package__,
    own_variables=(
        Variable("subject", "what they write above it", "The room has changed"),
        Variable(
            "words",
            "what they write",
            "The exam is in room **B2** now.\n\n- Bring your ID\n- Be there at nine",
            Shown.PROSE,
            is_needed=True,
        ),
        Variable("course", "the title of the course", "First Aid"),
        Variable(
            "own_pages",
            "the learner’s own pages",
            "https://certificates.example.org/me",
            Shown.LINK,
        ),
    ),
    topic=Topic.ANNOUNCEMENTS,
)
KINDS = (ANNOUNCEMENT,)
