"""How often Python looks for garbage, in processes that handle rows by the thousand.

A batch makes many objects. With Python's defaults the collector walks over all of them, and over
every module and template, several times in each batch: a third of the time. So it is rare, and
comes when rows are done with: they know each other (a certificate its letter, the letter its
certificate), and such rows stay until somebody looks.
"""

import gc

_NEW_OBJECTS = 50_000  # Between two looks at the youngest; Python's own default is 700.
_ROWS = 1000  # Between two looks at all: fifty milliseconds, where the rows took seconds.


def settle() -> None:
    """Call it when everything is loaded: what is there now stays, and is not looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)


class _Rows:
    """Those that were handled since the last look."""

    def __init__(self) -> None:
        self._count = 0

    def let_go(self, rows: int) -> None:
        """Call it when a batch is done and nobody holds its rows any more."""
        self._count += rows
        if self._count >= _ROWS:
            self._count = 0
            gc.collect()


let_go = _Rows().let_go
