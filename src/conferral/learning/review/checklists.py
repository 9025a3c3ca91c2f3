"""What each role looks at before it says yes: our own questions, and those of standards."""

from collections.abc import Sequence
from dataclasses import dataclass

from conferral.foundation.accounts.roles import Role


@dataclass(frozen=True)
class Question:
    text: str  # A statement that is true of a good version.
    standard: str = ""  # Whose it is; empty: our own.


_OWN: dict[Role, tuple[str, ...]] = {
    Role.EXPERT: (
        "The content is correct and up to date.",
        "The modules cover what the title and the description promise.",
        "The level and the hours fit the content.",
        "What learners are sent to read or watch may be used for this.",
    ),
    Role.TRAINER: (
        "The course can be taught in the hours and in the way that it says.",
        "Assignments and exams test what is taught.",
        "The criteria can be met by whoever has learned it, and by nobody else.",
        "Instructors and assessors are named.",
    ),
    Role.OFFICER: (
        "The certificate claims no more than an accreditation covers.",
        "The version is inside the scope of its accreditation, or the body has been told of it.",
        "Instructors and assessors have the qualifications that the body asks for.",
    ),
    Role.REVIEWER: ("Title, description and criteria are worded as they should be published.",),
    Role.MODERATOR: ("Assessments can be moderated by what is kept of them.",),
}


def for_role(role: Role, of_standards: Sequence[Question] = ()) -> tuple[Question, ...]:
    """Our own questions first."""
    return (*(Question(text) for text in _OWN[role]), *of_standards)
