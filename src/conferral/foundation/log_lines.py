"""Lines of the log name nobody and open nothing (threat T36; ASVS 5.0, 16.2.5 and 16.4.1).

What goes wrong is told with its address, and some of ours are the key to somebody's page; what a
database says of a row that it does not take may hold the row.
"""

import logging
import re

_KEY = re.compile(r"(?<=/)[\w~:=-]{20,}")  # Long enough to be one; numbers and codes are shorter.
_EMAIL = re.compile(r"[\w.!#$%&*+/=?^`{|}~-]+@[\w.-]+")
_BREAKS = {code: f"\\x{code:02x}" for code in (*range(32), 127)}


class Line(logging.Formatter):
    """One line for what is said, however it was typed; a traceback stands below it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- the library's name.
        record.message = record.message.translate(_BREAKS)
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        return _KEY.sub("…", _EMAIL.sub("(e-mail)", super().format(record)))
