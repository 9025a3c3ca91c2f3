"""A made-up certificate with everything on it, to show a design at its fullest."""

import cmath
import hashlib
import math
from collections.abc import Iterator
from datetime import date

from conferral.credentials.designs.guilloche import circle, fill, stroke, svg
from conferral.credentials.designs.palette import INK, PAPER
from conferral.credentials.designs.variables import (
    Accreditation,
    CertificateData,
    Issuer,
    Signature,
)

_S = (
    "M68.5 35.5C66 27.5 58 24 50 24c-10 0-18.5 5.2-18.5 13.4 0 17.6 38 8.4 38 26"
    " 0 8-9 12.6-19.5 12.6-9 0-17-4-19.5-12"
)
_BOOK = (
    "M50 62c-5-4-12-5-18-4.4V41.5c6-.6 13 .6 18 4.6 5-4 12-5.2 18-4.6v16.1c-6-.6-13 .4-18 4.4zV46"
)
_FLAME = (
    "M50 40c-5-2.6-6-7-3.4-10.6C48.2 27 49.4 25.4 49.6 22.5 53 25 55.5 28.6 55 32.6"
    " 54.7 36 53 38.5 50 40z"
)


def logo() -> str:
    """A plain S in a disc, for an organisation that has not uploaded its own logo."""
    letter = stroke([_S], PAPER, 11).replace("<path", '<path stroke-linecap="round"')
    return svg(100, 100, fill(circle(50 + 50j, 50), INK), letter)


def emblem() -> str:
    """An open book in a laurel wreath, for an accrediting body that does not exist."""
    centre = 50 + 50j
    return svg(
        100,
        100,
        stroke([circle(centre, 47)], INK, 2.4),
        stroke([circle(centre, 43.4)], INK, 0.9),
        fill("".join(_laurel()), INK),
        stroke([_BOOK], INK, 2.2),
        fill(_FLAME, INK),
    )


def _laurel() -> Iterator[str]:
    """Two mirrored branches, leaves in pairs that grow smaller towards the top."""
    for k in range(8):
        for side in (1, -1):
            turn = cmath.rect(1, math.pi / 2 - side * math.radians(20 + 20 * k))
            for outwards in (0.5, -0.5):
                size = 8.6 * (1 - 0.03 * k)
                leaf = turn * -1j * side * cmath.rect(size, outwards * side)
                yield _leaf(50 + 49j + 31 * turn, leaf)


def _leaf(stem: complex, tip: complex) -> str:
    edges = (stem + tip * (0.5 + 0.36j), stem + tip, stem + tip * (0.5 - 0.36j), stem)
    x1, x2, x3, x4 = (f"{point.real:.1f} {point.imag:.1f}" for point in edges)
    return f"M{x4}Q{x1} {x2}Q{x3} {x4}Z"


SAMPLE = CertificateData(
    issuer=Issuer("SayPro", logo(), "Registered training provider 2011/104872/23"),
    label="Accredited Certificate",
    title="Certificate of Completion",
    holder_name="Nomvula Grace Dlamini",
    course="Monitoring, Evaluation & Learning for Development Practitioners",
    description=(
        "A practice-based programme in results frameworks, indicator design, field data quality"
        " and learning reviews, assessed by portfolio and a supervised final examination."
    ),
    completed_on=date(2025, 6, 14),
    hours="120 learning hours",
    level="NQF level 5",
    mark="Final mark 84 %",
    issued=date(2025, 6, 28),
    expires=date(2028, 6, 27),
    signatures=(
        Signature("Dr Thabo Mokoena", "Course instructor"),
        Signature("Lindiwe van Wyk", "Director, Academic Affairs"),
    ),
    accreditation=Accreditation(
        "National Board for Vocational Accreditation",
        "NBVA/2024/00317",
        "This course is accredited and meets the Board’s published standard for occupational"
        " programmes.",
        emblem(),
    ),
    number="SP-7K3M-9QXD-24",
    verify_url="https://verify.saypro.example/c/SP-7K3M-9QXD-24",
    verify_short="verify.saypro.example",
    rosette_seed=hashlib.sha256(b"SP-7K3M-9QXD-24").digest(),
    credential=b"{}",
)
