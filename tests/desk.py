"""Where a clerk sits: reads what is wanted, a line of JSON each, and has a child of its own do it.

[["conferral", "fsck"], "what it is told"] -> [0, "what it says", "what it complains about"]
"""

import json
import os
import runpy
import sys
import traceback
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import IO, NoReturn

from conferral.cli.main import main  # Sets Django up; this takes the seconds.


def serve() -> None:
    for line in sys.stdin:
        print(json.dumps(_done(*json.loads(line))), flush=True)


def _done(argv: list[str], said: str) -> tuple[int, str, str]:
    with (
        TemporaryFile("w+") as hears,
        TemporaryFile("w+") as says,
        TemporaryFile("w+") as complains,
    ):
        hears.write(said)
        hears.seek(0)
        child = os.fork()
        if child == 0:
            _do(argv, (hears, says, complains))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return code, _read(says), _read(complains)


def _do(argv: list[str], streams: Sequence[IO[str]]) -> NoReturn:
    """As a process that was begun for this alone: its own streams, its own end."""
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
    code = 1
    try:
        _run(*argv)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run(kind: str, *arguments: str) -> None:
    match kind, *arguments:
        case "-c", statement:
            exec(statement, {"__name__": "__main__"})
        case "-m", module, *rest:
            sys.argv = [module, *rest]
            runpy.run_module(module, run_name="__main__")
        case _:
            sys.argv = [kind, *arguments]
            main()


def _read(stream: IO[str]) -> str:
    stream.seek(0)
    return stream.read()


if __name__ == "__main__":
    serve()
