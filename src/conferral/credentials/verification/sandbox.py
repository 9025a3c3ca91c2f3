"""Open a hostile file in a process of its own that may do next to nothing, and not for long.

Whoever finds a mistake in a reader of PDFs or pictures finds themselves in a process that has no
secrets, no database and no environment, opens no file and no connection, and ends in seconds.
"""

import subprocess
import sys
from threading import Timer

import orjson

from conferral.credentials.verification import opening
from conferral.credentials.verification.opening import HOSTILE, Kind, Opened
from credkit.errors import Fault, Malformed
from credkit.pdf import inventory

_WITHIN = 4.0  # Seconds, all in all.
_MOST_SAID = 2_097_152  # Bytes.
_COMMAND = (sys.executable, "-I", "-m", "conferral.credentials.verification.cell")


def opened(content: bytes) -> Opened:
    """As `opening.opened`, and Malformed where it takes too much time or memory."""
    if opening.kind_of(content) not in HOSTILE:
        return opening.opened(content)
    try:
        said = orjson.loads(_said_of(content))
    except orjson.JSONDecodeError:
        raise Malformed("it takes more time or memory than we give it", Fault.TOO_MUCH) from None
    if "malformed" in said:
        raise Malformed(said["malformed"], Fault(said["fault"]))
    listed = said["inventory"]
    made = {"kind": Kind(said["kind"]), "inventory": listed and inventory.of_json(listed)}
    return Opened(**said | made)


def _said_of(content: bytes) -> bytes:
    """It reads all before it says a word, so neither waits for the other."""
    with subprocess.Popen(  # noqa: S603
        _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
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
