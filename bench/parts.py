"""What is measured: each part in a process of its own, with a data directory of its own."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import orjson

from bench import (
    importing,
    issuing,
    page,
    pipeline,
    proofs,
    recalling,
    signed_pdf,
    signing,
    stopping,
    verifying,
)
from bench.measure import Figure


@dataclass(frozen=True)
class Part:
    """What belongs under one title. `runs`: by name, each in a process of its own."""

    title: str
    says: str
    runs: Mapping[str, Callable[[], Iterable[Figure]]]


PARTS = (
    Part(
        "Signing",
        "From the facts about one holder to signed JSON, in turns in one run, the contexts in "
        "memory, every result verified. The others read the JSON-LD of every credential; we read "
        "it once for each course version, so this compares two algorithms, not two "
        "implementations of one. openbadgeslib also checks each document it signs once more.",
        {"signing": signing.figures},
    ),
    Part(
        "Issuing",
        "`issuing.actions.issue` with batches of the belt's size: compose, sign, draw a place on "
        "the status list, promise a leaf in the log, store, commit. SQLite on disk, "
        "`synchronous=FULL`.",
        {"issuing": issuing.figures},
    ),
    Part(
        "Verifying",
        "Our own credentials, in turns in one run. Ours answers every question (seal, issuer, "
        "status lists, period) from the compiled shape; the others are asked for the seal alone.",
        {"verifying": verifying.figures},
    ),
    Part(
        "A signed PDF",
        "Typst sets and writes the page (PDF/A-3a, tagged, the credential attached), then it is "
        "signed (PAdES B-B, P-256). Certificates of one course, each with another holder, number "
        "and rosette; what they have in common, Typst remembers. Everything on one processor.",
        {"signed-pdf": signed_pdf.figures},
    ),
    Part(
        "An inclusion proof",
        "From the tiles of a log with ten million entries.",
        {"proofs": proofs.figures},
    ),
    Part(
        "The page behind the QR code",
        "granian, one process with one thread, two clients with a connection each on "
        "another processor of the machine. A page is judged as a stranger would judge it "
        "(signature, issuer, status list, inclusion proof) and rendered by the worker; it is shown "
        "while the register says what it was made from.",
        {"page": page.figures},
    ),
    Part(
        "1,000 learners, from CSV to sent e-mail",
        "One worker's stages one after the other, without the engine. Mail goes to a real SMTP "
        "server in another process. The 1,000 pay for what happens once: compiling the shape, "
        "loading the typefaces.",
        {"pipeline-1000": partial(pipeline.figures, 1_000)},
    ),
    Part(
        "10,000 learners, from CSV to sent e-mail",
        "The same. Printing and sending are measured on samples, because each certificate and "
        "each message takes as long as the one before.",
        {"pipeline-10000": partial(pipeline.figures, 10_000)},
    ),
    Part(
        "Memory while a file is read",
        "The most that the worker holds while it reads, above what it held before.",
        {
            f"importing-{lines}": partial(importing.figures, lines)
            for lines in (2_000, 20_000, 200_000)
        },
    ),
    Part(
        "A recall of 10,000",
        "All certificates of one course are revoked. The worker that does it is killed (`kill -9`) "
        "after a third; another goes on. Afterwards each has one event, one line of the trail and "
        "one letter.",
        {"recalling-10000": partial(recalling.figures, 10_000)},
    ),
    Part(
        "10,000 are stopped in the undo window",
        "All certificates of one course were issued by mistake. Afterwards each is revoked, with "
        "one event and one line of the trail, and no letter was written.",
        {"stopping-10000": partial(stopping.figures, 10_000)},
    ),
)
RUNS = {name: run for part in PARTS for name, run in part.runs.items()}


def measured(part: Part) -> Iterator[Figure]:
    """Measure in fresh processes, so that no run warms the caches of another."""
    for name in part.runs:
        command = [sys.executable, "-m", "bench", "--run", name]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        for line in done.stdout.splitlines():
            yield Figure(**orjson.loads(line))


def print_figures(name: str) -> None:
    """What `measured` reads: a figure a line, as JSON."""
    for figure in RUNS[name]():
        print(orjson.dumps(figure.to_json()).decode())
