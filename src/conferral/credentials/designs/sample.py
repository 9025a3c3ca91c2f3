"""A made-up certificate with everything on it, to show a design at its fullest."""

import cmath
import hashlib
import math
from collections.abc import Iterator
from datetime import date

from conferral.credentials.designs.guilloche import area, circle, drawn, line, svg, xy
from conferral.credentials.designs.palette import INK, PAPER
from conferral.credentials.designs.variables import (
    Accreditation,
    CertificateData,
    Issuer,
    Signature,
)

# In hundredths, as all paths.
_S = (
    "M6850 3550C6600 2750 5800 2400 5000 2400c-1000 0-1850 520-1850 1340 0 1760 3800 840 3800 2600"
    " 0 800-900 1260-1950 1260-900 0-1700-400-1950-1200"
)
_BOOK = (
    "M5000 6200c-500-400-1200-500-1800-440V4150c600-60 1300 60 1800 460 500-400 1200-520 1800-460"
    "v1610c-600-60-1300 40-1800 440zV4600"
)
_FLAME = (
    "M5000 4000c-500-260-600-700-340-1060C4820 2700 4940 2540 4960 2250 5300 2500 5550 2860 5500"
    " 3260 5470 3600 5300 3850 5000 4000z"
)


def logo() -> str:
    """A plain S in a disc, for an organization that does not exist."""
    letter = drawn(f'{line(PAPER, 11)} stroke-linecap="round"', _S)
    return svg(100, 100, drawn(area(INK), circle(50 + 50j, 50)), letter)


def emblem() -> str:
    """An open book in a laurel wreath, for an accrediting body that does not exist."""
    centre = 50 + 50j
    return svg(
        100,
        100,
        drawn(line(INK, 2.4), circle(centre, 47)),
        drawn(line(INK, 0.9), circle(centre, 43.4)),
        drawn(area(INK), *_laurel()),
        drawn(line(INK, 2.2), _BOOK),
        drawn(area(INK), _FLAME),
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
    x1, x2, x3, x4 = map(xy, edges)
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
