"""Which tests stay in one process: those of a file, and all journeys.

What tests of a file share is made once for them; the site of the journeys is started once, and the
journeys always follow each other in the same order.
"""

from pathlib import PurePosixPath

from xdist.scheduler import LoadFileScheduling

_JOURNEYS = PurePosixPath("tests/journeys")
_ON_THEIR_OWN = {"tests/journeys/test_belt.py"}  # No browser, no site, a database of its own.


class Allotment(LoadFileScheduling):
    """How `pytest -n` shares out the tests. Sets of many tests begin first."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        is_journey = PurePosixPath(file).is_relative_to(_JOURNEYS) and file not in _ON_THEIR_OWN
        return str(_JOURNEYS) if is_journey else file
