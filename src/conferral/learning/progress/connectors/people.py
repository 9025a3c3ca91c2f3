"""Who has been met in a file: an e-mail address belongs to one person."""

from dataclasses import dataclass

from conferral.foundation.accounts.names import name_key

from .column_map import ColumnMap
from .readings import Learner, Problem, problem_at


@dataclass(frozen=True)
class Meeting:
    """What is to be said about a learner who may have been met before.

    With a problem the line is refused; a note says which spelling of a name stays.
    """

    problem: Problem | None = None
    note: str = ""


class PeopleSeen:
    """Remembers addresses and names of a file by their hashes: some 200 bytes for a person."""

    def __init__(self) -> None:
        # Hash of the address: row, hash of the name without spelling, hash of the name as written.
        self._met: dict[int, tuple[int, int, int]] = {}

    def meet(self, line: int, learner: Learner, columns: ColumnMap) -> Meeting:
        """Compare with the first line that had this address."""
        known, written = hash(name_key(learner.name)), hash(learner.name)
        first = self._met.setdefault(hash(learner.email), (line, known, written))
        row, known_first, written_first = first
        if known != known_first:
            why = (
                f"this is the e-mail address of row {row}, where it belongs to another name. "
                "Give each person an address of their own, or correct the name."
            )
            return Meeting(problem_at(line, columns, columns.email or 0, learner.email, why))
        if written != written_first:
            return Meeting(
                note=f"Row {line} spells the name of row {row} in another way; the first stays."
            )
        return Meeting()
