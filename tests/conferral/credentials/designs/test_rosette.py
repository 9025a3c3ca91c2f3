import hashlib

from conferral.credentials.designs.rosette import rosette


def seed(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def test_the_same_credential_has_the_same_rosette():
    assert rosette(seed("a")) == rosette(seed("a"))


def test_two_hundred_credentials_have_two_hundred_rosettes():
    assert len({rosette(seed(str(n))) for n in range(200)}) == 200


def test_a_rosette_is_three_curves_turned_again_and_again():
    assert [len(set(bundle.turns)) for bundle in rosette(seed("a"))] == [18, 18, 18]
    assert all(bundle.line.count("<path") == 1 for bundle in rosette(seed("a")))
