"""The vault: keys are made once, for nobody else to read, and never overwritten."""

import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conferral.foundation import vault
from conferral.foundation.refusal import Refused


@pytest.fixture
def keys(settings, tmp_path):
    settings.CONFERRAL_HOME = tmp_path
    vault.signer.cache_clear()
    yield tmp_path / "keys"
    vault.signer.cache_clear()


def test_the_signer_signs_with_the_key_in_the_file(keys):
    signature = vault.create("issuer").sign(b"message")
    seed = bytes.fromhex((keys / "issuer.key").read_text())
    Ed25519PrivateKey.from_private_bytes(seed).public_key().verify(signature, b"message")


def test_only_its_owner_may_read_a_key(keys):
    vault.create("issuer")
    assert stat.S_IMODE((keys / "issuer.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_an_existing_key_is_never_overwritten(keys):
    first = vault.create("issuer").public_multikey
    vault.signer.cache_clear()
    assert vault.create("issuer").public_multikey == first


def test_nothing_but_the_key_is_left_in_its_place(keys):
    vault.create("issuer")
    assert [file.name for file in keys.iterdir()] == ["issuer.key"]


def test_a_missing_key_is_refused_with_the_remedy(keys):
    with pytest.raises(Refused, match="conferral setup"):
        vault.signer("issuer")


@pytest.mark.parametrize("damage", ["", "abc", "zz" * 32, "00" * 31, "00" * 33, "é" * 64])
def test_a_damaged_key_is_refused_with_the_remedy(keys, damage):
    vault.create("issuer")
    vault.signer.cache_clear()
    (keys / "issuer.key").write_text(damage)
    with pytest.raises(Refused, match="from a backup"):
        vault.signer("issuer")
