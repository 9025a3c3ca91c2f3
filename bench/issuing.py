"""Issue as the belt does: sign, promise a place in the log, store, in one transaction on SQLite."""

from collections.abc import Iterator

from bench import house, measure
from bench.measure import Figure, Rate
from conferral.credentials.issuing import actions
from conferral.foundation.memory import settle
from conferral.learning.awards.models import Award
from conferral.learning.catalog.models import CourseVersion

BATCH = 1000  # As large as the belt's.
_ROUNDS = 9
_TARGET = 3000


def figures() -> Iterator[Figure]:
    measure.pin()
    version = house.found()
    actions.issue(_waiting(version, 10))  # Compiles the shape, opens the status list.
    settle()  # As a worker does when it has started.
    laps = [_lap(version) for _ in range(_ROUNDS)]
    note = f"slowest to fastest of {_ROUNDS} batches of {BATCH:,}"
    yield Figure.of_rate("issue: sign, log, store", Rate.of(laps), note=note, target=_TARGET)


def _lap(version: CourseVersion) -> measure.Lap:
    awards = _waiting(version, BATCH)
    return measure.lap(lambda: len(actions.issue(awards)))


def _waiting(version: CourseVersion, count: int) -> list[Award]:
    """Awards as the belt hands them to `issue`."""
    keys = [award.pk for award in house.awards(version, count)]
    related = "enrolment__person", "enrolment__version__course__organization"
    return list(Award.objects.filter(pk__in=keys).select_related(*related))
