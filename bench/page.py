"""The page behind the QR code, served as it is served: granian, one process, one thread."""

import http.client
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from django.utils import timezone

from bench import empty, house, measure
from bench.issuing import BATCH
from bench.measure import Figure, Lap, Rate
from conferral.credentials.issuing import actions
from conferral.credentials.issuing.jobs import PUBLISH_STATUS_LISTS
from conferral.credentials.issuing.models import Credential
from conferral.credentials.transparency.jobs import SEQUENCE
from conferral.credentials.verification.models import Page
from conferral.web.verify.jobs import MAKE_PAGES

CERTIFICATES = 10_000
_REQUESTS = 300  # For each lap.
_ROUNDS = 7
_FIRST, _AGAIN = 1000, 3000  # For each second, of one processor.
_TIMED = 10  # Batches of the worker's.
_VALID = b"This certificate is valid"
_TICKS = os.sysconf("SC_CLK_TCK")


def figures() -> Iterator[Figure]:
    _issue(CERTIFICATES)
    prepared = [measure.lap(MAKE_PAGES.run) for _ in range(_TIMED)]
    while MAKE_PAGES.run():
        pass
    numbers = list(Credential.objects.values_list("number", flat=True))
    random.Random(1).shuffle(numbers)
    measure.pin(1)
    with _serving("conferral.wsgi") as site, _serving("bench.empty") as nothing:
        site.ask([f"/c/{number}" for number in numbers[:50]], _VALID)  # Fills what is kept.
        fresh = iter(numbers[50:])
        laps: dict[str, list[Lap]] = defaultdict(list)
        for _ in range(_ROUNDS):
            share = [next(fresh) for _ in range(_REQUESTS)]
            laps["new"].append(site.lap([f"/c/{number}" for number in share], _VALID))
            laps["again"].append(site.lap([f"/c/{share[-1]}"] * _REQUESTS, _VALID))
            laps["empty"].append(nothing.lap(["/"] * _REQUESTS, empty.SAID))
            laps["json"].append(site.lap([f"/c/{number}.json" for number in share], b"proofValue"))
            Page.objects.filter(credential__number__in=share).delete()
            laps["made"].append(site.lap([f"/c/{number}" for number in share], _VALID))
    yield Figure.of_rate(
        "page, every request another certificate",
        Rate.of(laps["new"]),
        note=f"of {CERTIFICATES:,}; prepared",
        target=_FIRST,
    )
    yield Figure.of_rate("page, the same again", Rate.of(laps["again"]), target=_AGAIN)
    yield Figure.of_rate("an empty answer of Django’s, as long as a page", Rate.of(laps["empty"]))
    yield Figure.of_rate(
        "page that is not prepared, made while a reader waits", Rate.of(laps["made"])
    )
    yield Figure.of_rate("pages prepared by the worker", Rate.of(prepared))
    yield Figure.of_rate("credential as JSON, every request another", Rate.of(laps["json"]))


class Site:
    """A running server: its address, and the process whose time counts."""

    def __init__(self, port: int, process: int) -> None:
        self._port, self._process = port, process

    def lap(self, paths: Sequence[str], expected: bytes) -> Lap:
        """Ask for every path; the processor's time is the server's, not ours."""
        clock, processor = time.perf_counter(), self._processor_seconds()
        self.ask(paths, expected)
        spent = self._processor_seconds() - processor
        return Lap(len(paths), time.perf_counter() - clock, max(spent, 1 / _TICKS))

    def ask(self, paths: Sequence[str], expected: bytes) -> None:
        """Two clients with one connection each, so that the server never waits for us."""
        with ThreadPoolExecutor(2) as clients:
            for done in [clients.submit(self._ask, paths[half::2], expected) for half in (0, 1)]:
                done.result()

    def _ask(self, paths: Sequence[str], expected: bytes) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        headers = {"Host": "verify.saypro.example", "X-Forwarded-Proto": "https"}
        for path in paths:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200 or expected not in body:
                raise RuntimeError(f"{path} answers {answer.status}: {body[:200]!r}")
        connection.close()

    def _processor_seconds(self) -> float:
        """Of the server and its children (proc_pid_stat(5): utime and stime)."""
        return sum(_seconds_of(process) for process in [self._process, *_children(self._process)])


def _issue(count: int) -> None:
    version = house.found()
    for _ in range(0, count, BATCH):
        actions.issue(house.awards(version, BATCH))
    while SEQUENCE.run():
        pass
    PUBLISH_STATUS_LISTS.run()
    # The page shows the picture's place as for a printed one; nobody asks for the picture here.
    Credential.objects.update(printed_at=timezone.now())


@contextmanager
def _serving(module: str) -> Iterator[Site]:
    """`module`: whose `application` answers, on our first processor."""
    port = measure.free_port()
    options = ["--interface", "wsgi", "--port", str(port), "--workers", "1"]
    options += ["--blocking-threads", "1", "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", f"{module}:application", *options]
    server = subprocess.Popen(command, env=os.environ | {"PORT": str(port)}, preexec_fn=measure.pin)
    try:
        measure.await_port(port)
        yield Site(port, server.pid)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def _seconds_of(process: int) -> float:
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / _TICKS
