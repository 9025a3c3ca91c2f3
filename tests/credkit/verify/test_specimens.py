"""A specimen is genuine and never a plain yes; what weighs more is still told."""

import pytest

from credkit.reading import SPECIMEN, read
from credkit.verify import Materials, Status, verify
from credkit.verify.specimens import as_specimen
from oracles import specimen
from oracles.specimen import DID, HOLDER, NOW

PLACE = int(HOLDER["status_index"])


@pytest.mark.parametrize(
    ("materials", "status"),
    [
        (specimen.materials(), Status.SPECIMEN),
        (specimen.materials(PLACE), Status.REVOKED),
        (Materials({DID: specimen.did_document()}), Status.UNKNOWN_ISSUER),
        (
            Materials({DID: specimen.did_document()}, trusted_issuers=frozenset([DID])),
            Status.SPECIMEN,
        ),
    ],
)
def test_a_specimen_is_told_as_one(materials, status):
    assert as_specimen(verify(specimen.secured(), materials, NOW)).status is status


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"type": SPECIMEN}, True),
        ([{"type": "x"}, {"type": ["y", SPECIMEN]}], True),
        ([{"type": "urn:conferral:Other"}], False),
        ([SPECIMEN, None, 1], False),
        (None, False),
    ],
)
def test_it_is_marked_in_its_terms_of_use_in_any_of_their_forms(terms, expected):
    assert read(specimen.unsecured() | {"termsOfUse": terms}).is_specimen is expected
