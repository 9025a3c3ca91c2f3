"""Run by `sandbox`: whether a credential of others is what it says.

It may read files, as Python does when a module is needed at last: JSON is read by Python itself,
where a mistake costs time and memory, and nothing else.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson

from conferral.credentials.verification import confinement
from conferral.credentials.verification.foreign import judged, proved


def _judged(content: bytes) -> dict[str, Any]:
    """What `sandbox` asks: a text, at a moment, with what others have said, or one log."""
    asked = orjson.loads(content)
    text, now = asked["text"], datetime.fromisoformat(asked["now"])
    if "log_key" in asked:
        return asdict(proved(text, now, asked["log_key"]))
    return asdict(judged(text, now, asked["said"]))


if __name__ == "__main__":
    confinement.answer(_judged, confinement.SHORT)
