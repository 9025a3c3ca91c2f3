import pytest

from credkit import canonical, schemas, status_list
from credkit.achievement import Profile
from credkit.endorsement import Endorsement
from credkit.proofs import data_integrity
from credkit.verify import Status, verify
from oracles import specimen
from oracles.specimen import DID, LIST_URL, NOW, SIGNER, SITE


def _endorsement():
    return Endorsement(
        id=f"{SITE}/endorsements/1",
        name="Accreditation of First aid at work",
        issuer=Profile(DID, "National Board"),
        endorsed_id=specimen.COURSE,
        endorsed_type="Achievement",
        comment="This course meets the Board’s published standard.",
        valid_from="2026-01-01T00:00:00Z",
        valid_until="2029-01-01T00:00:00Z",
        status=status_list.entry(LIST_URL, 9),
    ).to_json()


def _status(document, *revoked):
    secured = data_integrity.add(document, SIGNER, specimen.OPTIONS)
    return verify(secured, specimen.materials(*revoked), NOW).status


def test_an_endorsement_fits_the_schema_of_1edtech():
    secured = data_integrity.add(_endorsement(), SIGNER, specimen.OPTIONS)
    assert schemas.validate(secured, schemas.ENDORSEMENT_CREDENTIAL) == []


def test_every_word_of_it_is_signed():
    canonical.check_terms(_endorsement())


def test_it_stands_until_it_is_taken_back():
    assert _status(_endorsement()) is Status.VALID
    assert _status(_endorsement(), 9) is Status.REVOKED


@pytest.mark.parametrize("name", ["name", "validFrom", "id"])
def test_one_that_does_not_fit_the_schema_is_unreadable(name):
    broken = {key: value for key, value in _endorsement().items() if key != name}
    assert _status(broken) is Status.UNREADABLE
