"""The web server: `python -m conferral.cli.web HOST PROCESSES`, as `conferral serve` starts it."""

import os
import sys

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from conferral.foundation.parent import end_with_parent


def main(host: str, processes: int) -> None:
    """Serve until asked to stop, with WSGI and one thread in each process.

    ASGI costs several times as much here, and a second thread makes SQLite's slowest answers
    slower, not more of them.
    """
    if os.environ.get("CONFERRAL_SUPERVISED"):
        end_with_parent()
    Granian(
        "conferral.wsgi:application",
        interface=Interfaces.WSGI,
        address=host,
        port=settings.PORT,
        workers=processes,
        blocking_threads=1,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
