"""Run by `sandbox`: whether a credential of others is what it says.

It may read files, as Python does when a module is needed at last: JSON is read by Python itself,
where a mistake costs time and memory, and nothing else.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from conferral.credentials.verification import confinement
from conferral.credentials.verification.foreign import judged


def _judged(content: bytes) -> dict[str, Any]:
    """At the moment in the first line, the rest."""
    moment, _, text = content.decode().partition("\n")
    return asdict(judged(text, datetime.fromisoformat(moment)))


if __name__ == "__main__":
    confinement.answer(_judged, confinement.SHORT)
