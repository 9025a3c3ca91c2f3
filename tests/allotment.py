"""Which tests stay in one process, and which begin first.

What tests of a file share is made once for them. All journeys are together: their site is started
once, and they follow each other in the same order, always.
"""

from xdist.scheduler import LoadFileScheduling

_JOURNEYS = "tests/journeys"
_BEGIN_FIRST = (  # They take minutes: at the end, everybody would wait for them.
    _JOURNEYS,
    "tests/conferral/foundation/engine/test_runner.py",
    "tests/journeys/test_belt.py",
    "tests/faults/test_sweep.py",
    "tests/conferral/web/test_routes.py",
    "tests/demo/test_load.py",
)
_NO_JOURNEYS = {"tests/journeys/test_belt.py"}  # No browser, no site, a database of its own.


def together(nodeid: str) -> str:
    """What the test stays together with: the name of its file, or of all journeys."""
    file = nodeid.partition("::")[0]
    is_journey = file.startswith(f"{_JOURNEYS}/") and file not in _NO_JOURNEYS
    return _JOURNEYS if is_journey else file


def turn(nodeid: str) -> int:
    """When it begins: by this, those of the same turn as they were found."""
    group = together(nodeid)
    return _BEGIN_FIRST.index(group) if group in _BEGIN_FIRST else len(_BEGIN_FIRST)


class Allotment(LoadFileScheduling):
    """How `pytest -n` shares out the tests."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)
