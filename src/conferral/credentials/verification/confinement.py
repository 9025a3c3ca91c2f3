"""The other side of `sandbox`: bytes come in, what they hold or are goes out as JSON.

What may be done is given up before the first byte is read, and cannot be had again.
"""

import resource
import sys
from collections.abc import Callable
from typing import Any

import orjson

from credkit.errors import Fault, Malformed

_Limits = tuple[tuple[int, int], ...]
SHORT: _Limits = (
    (resource.RLIMIT_CPU, 3),  # Seconds.
    (resource.RLIMIT_AS, 256 * 1_048_576),  # Bytes.
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_NPROC, 0),
)
SHUT_IN: _Limits = (*SHORT, (resource.RLIMIT_NOFILE, 3))  # Those that are open.


def answer(make: Callable[[bytes], dict[str, Any]], limits: _Limits) -> None:
    """Once, and then the process ends. `make` may find its bytes Malformed."""
    for which, most in limits:
        resource.setrlimit(which, (most, most))
    sys.stdout.buffer.write(_made(make, sys.stdin.buffer.read()))


def _made(make: Callable[[bytes], dict[str, Any]], content: bytes) -> bytes:
    try:
        return orjson.dumps(make(content))
    except Malformed as error:
        return orjson.dumps({"malformed": str(error), "fault": error.fault})
    except (MemoryError, RecursionError):
        return orjson.dumps({"malformed": "it takes more than we give it", "fault": Fault.TOO_MUCH})
