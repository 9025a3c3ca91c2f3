import hashlib

from conferral.credentials.designs.rosette import rosette


def seed(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def test_the_same_credential_has_the_same_rosette():
    assert rosette(seed("a")) == rosette(seed("a"))


def test_two_hundred_credentials_have_two_hundred_rosettes():
    assert len({rosette(seed(str(n))) for n in range(200)}) == 200


def test_a_rosette_stays_small():
    assert all(len(rosette(seed(str(n)))) < 120_000 for n in range(100))
