"""Letters that nobody has to get: whoever does not want them says so once, and they stop.

A certificate, its end, an answer, a way in: such letters have no topic and are always sent.
"""

from enum import StrEnum


class Topic(StrEnum):
    REMINDERS = "reminders"
    ANNOUNCEMENTS = "announcements"
    DIGESTS = "digests"

    @property
    def words(self) -> str:
        """As pages and letters name them, without a full stop."""
        match self:
            case Topic.REMINDERS:
                return "Reminders of certificates that end"
            case Topic.ANNOUNCEMENTS:
                return "News of courses"
            case Topic.DIGESTS:
                return "Weekly summaries for staff"


TO_LEARNERS = (Topic.REMINDERS, Topic.ANNOUNCEMENTS)
