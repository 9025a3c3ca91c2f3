"""What strangers bring is looked into by processes that may do next to nothing, and not for long.

Whoever finds a mistake in a reader of PDFs or pictures finds themselves in a process that has no
secrets, no database and no environment, opens no file and no connection, and ends in seconds. And
whoever brings a credential that takes for ever to check gets just as long.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Timer
from typing import Any

import orjson

from conferral.credentials.verification import opening
from conferral.credentials.verification.opening import HOSTILE, Kind, Opened
from credkit.errors import Fault, Malformed
from credkit.pdf import inventory
from credkit.verify import Check, CheckCode, Outcome, Status, Verdict

_WITHIN = 4.0  # Seconds, all in all.
_MOST_SAID = 2_097_152  # Bytes.
_PYTHON = (sys.executable, "-I", "-m")
_HERE = __name__.rpartition(".")[0]


@dataclass(frozen=True)
class Cell:
    """Who looks into what is brought: other processes, usually."""

    opened: Callable[[bytes], Opened]
    judged: Callable[[str, datetime, Mapping[str, str]], Verdict]
    proved: Callable[[str, datetime, str], Verdict]


def opened(content: bytes) -> Opened:
    """As `opening.opened`, and Malformed where it takes too much time or memory."""
    if opening.kind_of(content) not in HOSTILE:
        return opening.opened(content)
    said = _asked("opening_cell", content)
    listed = said["inventory"]
    made = {"kind": Kind(said["kind"]), "inventory": listed and inventory.of_json(listed)}
    return Opened(**said | made)


def judged(text: str, now: datetime, said: Mapping[str, str]) -> Verdict:
    """As `foreign.judged`, and Malformed where it takes too much time or memory."""
    return _verdict({"text": text, "now": now.isoformat(), "said": dict(said)})


def proved(text: str, now: datetime, log_key: str) -> Verdict:
    """As `foreign.proved`, and Malformed where it takes too much time or memory."""
    return _verdict({"text": text, "now": now.isoformat(), "log_key": log_key})


CELL = Cell(opened, judged, proved)


def _verdict(asked: dict[str, Any]) -> Verdict:
    found = _asked("judging_cell", orjson.dumps(asked))
    return Verdict(Status(found["status"]), tuple(map(_check, found["checks"])))


def _check(said: dict[str, Any]) -> Check:
    fault = Fault(said["fault"]) if said["fault"] else None
    code, outcome, means = CheckCode(said["code"]), Outcome(said["outcome"]), Status(said["means"])
    return Check(code, outcome, said["detail"], means, fault)


def _asked(cell: str, content: bytes) -> dict[str, Any]:
    try:
        said: dict[str, Any] = orjson.loads(_said([*_PYTHON, f"{_HERE}.{cell}"], content))
    except orjson.JSONDecodeError:
        raise Malformed("it takes more time or memory than we give it", Fault.TOO_MUCH) from None
    if "malformed" in said:
        raise Malformed(said["malformed"], Fault(said["fault"]))
    return said


def _said(command: list[str], content: bytes) -> bytes:
    """It reads all before it says a word, so neither waits for the other."""
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
    ) as process:
        watch = Timer(_WITHIN, process.kill)
        watch.start()
        try:
            return _exchanged(process, content)
        finally:
            watch.cancel()
            process.kill()


def _exchanged(process: "subprocess.Popen[bytes]", content: bytes) -> bytes:
    if process.stdin is None or process.stdout is None:
        return b""
    try:
        process.stdin.write(content)
        process.stdin.close()
    except BrokenPipeError:  # It has ended already.
        return b""
    return process.stdout.read(_MOST_SAID)
