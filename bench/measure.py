"""How to time on a machine that others use too: pinned, interleaved, medians of many laps."""

import os
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any, Self

_PROCESSORS = sorted(os.sched_getaffinity(0))  # Before anybody is pinned, who hands it on.
_STATUS = Path("/proc/self/status")
_CLEAR_REFS = Path("/proc/self/clear_refs")
_RESET_PEAK = "5"  # See proc_pid_clear_refs(5).


@dataclass(frozen=True)
class Lap:
    """`count` things done: seconds by the clock, and seconds that a processor worked on it."""

    count: int
    clock: float
    processor: float


@dataclass(frozen=True)
class Rate:
    """Things per second: the median lap, and the slowest and the fastest."""

    clock: float
    processor: float
    slowest: float
    fastest: float

    @classmethod
    def of(cls, laps: list[Lap]) -> Self:
        by_clock = [lap.count / lap.clock for lap in laps]
        by_processor = [lap.count / lap.processor for lap in laps]
        return cls(median(by_clock), median(by_processor), min(by_clock), max(by_clock))


@dataclass(frozen=True)
class Figure:
    """One line of the paper. `target`: the least it has to be, in the unit of `value`."""

    what: str
    value: float
    unit: str
    note: str = ""
    target: float | None = None
    processor: float | None = None  # The same, per second of processor time.

    @classmethod
    def of_rate(cls, what: str, rate: Rate, *, note: str = "", target: float | None = None) -> Self:
        spread = f"{rate.slowest:,.0f} to {rate.fastest:,.0f}"
        noted = f"{spread}; {note}" if note else spread
        return cls(what, rate.clock, "/s", noted, target, rate.processor)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def pin(processor: int = 0) -> None:
    """Keep this process on one processor, where the machine has several to choose from."""
    os.sched_setaffinity(0, {_PROCESSORS[processor % len(_PROCESSORS)]})


def lap(work: Callable[[], int]) -> Lap:
    """Time one call of `work`, which returns how many things it did."""
    clock, processor = time.perf_counter(), time.process_time()
    count = work()
    return Lap(count, time.perf_counter() - clock, time.process_time() - processor)


def interleaved(contenders: Mapping[str, Callable[[], int]], rounds: int) -> dict[str, list[Lap]]:
    """All in turns, so that a slow moment of the machine is slow for everyone."""
    laps: dict[str, list[Lap]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            laps[name].append(lap(work))
    return laps


def ratio(ours: list[Lap], theirs: list[Lap]) -> float:
    """How many times faster: the median over the rounds, by processor time."""
    return median(
        (one.count / one.processor) / (other.count / other.processor)
        for one, other in zip(ours, theirs, strict=True)
    )


def memory() -> float:
    """What this process holds now, in MB."""
    return _status("VmRSS")


def peak_memory() -> float:
    """The most that it held since `forget_peak`, in MB."""
    return _status("VmHWM")


def forget_peak() -> None:
    _CLEAR_REFS.write_text(_RESET_PEAK)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_port(port: int) -> None:
    """Return when somebody listens there."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server does not answer.")


def _status(name: str) -> float:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024
