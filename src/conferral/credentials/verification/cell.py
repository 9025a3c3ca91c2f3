"""The other side of `sandbox`: a file comes in, what it holds goes out as JSON.

What may be done is given up before the first byte is read, and cannot be had again.
"""

import dataclasses
import resource
import sys

import orjson

from conferral.credentials.verification.opening import opened
from credkit.errors import Fault, Malformed

_LIMITS = (
    (resource.RLIMIT_CPU, 3),  # Seconds.
    (resource.RLIMIT_AS, 256 * 1_048_576),  # Bytes.
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_NOFILE, 3),  # Those that are open.
    (resource.RLIMIT_NPROC, 0),
)


def main() -> None:
    for which, most in _LIMITS:
        resource.setrlimit(which, (most, most))
    sys.stdout.buffer.write(_answer(sys.stdin.buffer.read()))


def _answer(content: bytes) -> bytes:
    try:
        return orjson.dumps(dataclasses.asdict(opened(content)))
    except Malformed as error:
        said = {"malformed": str(error), "fault": error.fault}
    except MemoryError:
        said = {"malformed": "it takes more memory than we give it", "fault": Fault.TOO_MUCH}
    return orjson.dumps(said)


if __name__ == "__main__":
    main()
