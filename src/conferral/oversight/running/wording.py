"""How far a run is, in words: the same on pages, in letters and on the command line."""

from datetime import timedelta

from conferral.foundation.runs.kinds import Kind
from conferral.foundation.runs.life import State
from conferral.foundation.runs.models import Run

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


def progress(run: Run, kind: Kind) -> str:
    """“9,990 of 10,000 lines read, 10 refused”."""
    units = kind.unit if run.total == 1 else f"{kind.unit}s"
    failed = f", {run.failed:,} {kind.amiss}" if run.failed else ""
    return f"{run.done:,} of {run.total:,} {units} {kind.past}{failed}"


def state(run: Run, kind: Kind) -> str:
    """One word, or some more where not all is well."""
    has_failed = run.state is State.DONE and run.failed
    return f"{run.state}, {run.failed:,} {kind.amiss}" if has_failed else str(run.state)


def span(time: timedelta) -> str:
    """Roughly, as nobody knows it better: “less than a minute”, “3 minutes”, “2 hours”."""
    if time < _MINUTE:
        return "less than a minute"
    if time < 2 * _HOUR:
        return _so_many(round(time / _MINUTE), "minute")
    return _so_many(round(time / _HOUR), "hour")


def _so_many(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"
