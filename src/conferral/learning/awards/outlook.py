"""What a learner may know of a certificate that is still to come: why it waits, and until when."""

from dataclasses import dataclass
from datetime import date

from conferral.learning.awards.models import Award
from conferral.learning.awards.settling import WaitsFor

_REASONS = {
    WaitsFor.NOTHING: "Your certificate is being made.",
    WaitsFor.HOLD: "A colleague looks into a question about it first.",
    WaitsFor.APPROVAL: "The content of the course is being reviewed.",
    WaitsFor.MODERATION: "Moderators are looking at a sample of the results.",
    WaitsFor.ACCREDITATION: "The accreditation of the course is being settled.",
    WaitsFor.RELEASE: "A colleague looks at it once more before it goes out.",
}


@dataclass(frozen=True)
class Outlook:
    """`expected_on`: None where nobody can name a day. `is_late`: we promised an earlier one.

    `is_over`: there will be none.
    """

    reason: str
    expected_on: date | None
    is_late: bool = False
    is_over: bool = False


def outlook(award: Award, today: date) -> Outlook:
    """`today`: where the organization is. For awards that are not issued."""
    if award.rejected_at:
        return Outlook(f"Moderators wrote: {award.rejected_because}", None, is_over=True)
    reason = _REASONS[WaitsFor(award.waits_for)]
    if award.due_on is None:
        return Outlook(reason, None)
    return Outlook(reason, award.due_on, is_late=award.due_on < today)
