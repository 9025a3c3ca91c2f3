"""How often Python looks for garbage, in processes that handle rows by the thousand.

A batch makes many objects and few cycles. With Python's defaults the collector walks over all of
them, and over every module and template, several times in each batch: a third of the time.
"""

import gc

_NEW_OBJECTS = 50_000  # Between two looks at the youngest; Python's own default is 700.


def settle() -> None:
    """Call it when everything is loaded: what is there now stays, and is not looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
