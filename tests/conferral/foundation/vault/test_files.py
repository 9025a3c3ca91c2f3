"""Keys as files: encrypted, made once, for nobody else to read, and never overwritten."""

import base64
import logging
import os
import stat
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from conferral.foundation import vault
from conferral.foundation.refusal import Refused
from conferral.foundation.vault.sealing import Wrapper
from credkit.keys import Algorithm, LocalSigner, public_bytes

SEED = "5e" * 32
OTHER = "b2" * 32


def a_plain_file(keys, name="issuer"):
    """As it was before there was encryption."""
    keys.mkdir()
    (keys / f"{name}.key").write_text(SEED + "\n")
    return LocalSigner(bytes.fromhex(SEED)).public_multikey


def test_the_signer_signs_for_its_public_half(keys):
    made = vault.create("issuer")
    raw = public_bytes(vault.public_multikey("issuer"))
    Ed25519PublicKey.from_public_bytes(raw).verify(made.sign(b"message"), b"message")


def test_a_key_may_be_of_another_kind(keys):
    made = vault.create("documents", Algorithm.P256)
    assert made.algorithm is Algorithm.P256
    assert vault.public_multikey("documents").startswith("zDn")


def test_the_file_is_what_aes_gcm_makes_of_it_and_bound_to_its_name(keys):
    """Opened with nothing but the algorithm."""
    made = vault.create("issuer")
    form, wrapper_id, sealed = (keys / "issuer.key").read_text().split()
    raw = base64.b64decode(sealed)
    bound_to = f"{form} {wrapper_id} issuer".encode()
    secret = AESGCM(bytes.fromhex("a1" * 32)).decrypt(raw[:12], raw[12:], bound_to)
    assert LocalSigner(secret).public_multikey == made.public_multikey


def test_only_its_owner_may_read_a_key(keys):
    vault.create("issuer")
    assert stat.S_IMODE((keys / "issuer.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_an_existing_key_is_never_overwritten(keys, start_anew):
    first = vault.create("issuer").public_multikey
    start_anew()
    assert vault.create("issuer").public_multikey == first


def test_nothing_but_the_two_halves_is_left_in_their_place(keys):
    vault.create("issuer")
    assert sorted(file.name for file in keys.iterdir()) == ["issuer.key", "issuer.pub"]


def test_a_missing_key_is_refused_with_the_remedy(keys):
    for ask in (vault.signer, vault.public_multikey):
        with pytest.raises(Refused, match="conferral setup"):
            ask("issuer")


@pytest.mark.parametrize("damage", ["", "abc", "zz" * 32, "00" * 31, "00" * 33, "é" * 64])
def test_a_damaged_key_is_refused_with_the_remedy(keys, damage, start_anew):
    vault.create("issuer")
    start_anew()
    (keys / "issuer.key").write_text(damage)
    with pytest.raises(Refused, match="from a backup"):
        vault.signer("issuer")


def test_every_changed_letter_of_a_file_is_found(keys, start_anew):
    vault.create("issuer")
    kept = (keys / "issuer.key").read_text().strip()
    for place in range(kept.rindex(" ") + 1, len(kept)):
        start_anew()
        other = "A" if kept[place] != "A" else "B"
        (keys / "issuer.key").write_text(kept[:place] + other + kept[place + 1 :])
        with pytest.raises(Refused):
            vault.signer("issuer")


def test_a_key_under_the_name_of_another_is_refused(keys, start_anew):
    vault.create("issuer")
    vault.create("log")
    (keys / "log.key").write_text((keys / "issuer.key").read_text())
    start_anew()
    with pytest.raises(Refused, match="damaged"):
        vault.signer("log")


def test_a_plain_file_signs_nothing_until_setup_has_encrypted_it(keys):
    was = a_plain_file(keys)
    with pytest.raises(Refused, match="conferral setup"):
        vault.signer("issuer")
    assert vault.encrypt_plain_files() == ["issuer"]
    assert SEED not in (keys / "issuer.key").read_text()
    assert vault.signer("issuer").public_multikey == was
    assert vault.encrypt_plain_files() == []


def test_what_is_no_key_of_ours_is_left_as_it_is(keys):
    a_plain_file(keys, "secret")
    vault.encrypt_plain_files()
    vault.rewrap()
    assert (keys / "secret.key").read_text().strip() == SEED


def test_the_key_encryption_key_is_changed_without_changing_a_key(keys, settings, start_anew):
    made = vault.create("issuer").public_multikey
    settings.KEY_ENCRYPTION_KEY, settings.KEY_ENCRYPTION_KEY_OLD = OTHER, "a1" * 32
    start_anew()
    assert vault.signer("issuer").public_multikey == made  # Before: the old one opens it.
    assert vault.rewrap() == ["issuer"]
    settings.KEY_ENCRYPTION_KEY_OLD = ""
    start_anew()
    assert vault.signer("issuer").public_multikey == made
    settings.KEY_ENCRYPTION_KEY = "a1" * 32
    start_anew()
    with pytest.raises(Refused, match="another key-encryption key"):
        vault.signer("issuer")


def test_a_rewrap_that_cannot_open_one_file_changes_none(keys, settings):
    vault.create("issuer")
    settings.KEY_ENCRYPTION_KEY = OTHER
    vault.create("log")
    before = (keys / "issuer.key").read_text(), (keys / "log.key").read_text()
    with pytest.raises(Refused):
        vault.rewrap()
    assert before == ((keys / "issuer.key").read_text(), (keys / "log.key").read_text())


def test_the_key_that_lay_beside_the_keys_can_be_moved_away(keys, settings, start_anew):
    settings.KEY_ENCRYPTION_KEY = ""
    vault.ensure_key_encryption_key(beside_the_keys=True)
    made = vault.create("issuer").public_multikey
    settings.KEY_ENCRYPTION_KEY = OTHER
    assert vault.rewrap() == ["issuer"]
    (keys / "kek.key").unlink()
    start_anew()
    assert vault.signer("issuer").public_multikey == made


def test_without_a_key_encryption_key_no_key_is_made(keys, settings):
    settings.KEY_ENCRYPTION_KEY = ""
    with pytest.raises(Refused, match="KEY_ENCRYPTION_KEY_FILE"):
        vault.ensure_key_encryption_key(beside_the_keys=False)
    with pytest.raises(Refused, match="KEY_ENCRYPTION_KEY_FILE"):
        vault.create("issuer")
    assert not list(keys.glob("*.key"))


@pytest.mark.parametrize("wrong", ["short", "g" * 64, "a1" * 31, "a1" * 33])
def test_a_key_encryption_key_of_another_form_is_refused_and_not_repeated(keys, settings, wrong):
    settings.KEY_ENCRYPTION_KEY = wrong
    with pytest.raises(Refused, match="64 hexadecimal") as refused:
        vault.create("issuer")
    assert wrong not in str(refused.value)


def test_no_secret_is_told_by_an_error_a_log_or_a_repr(keys, settings, caplog, start_anew):
    caplog.set_level(logging.DEBUG)
    a_plain_file(keys)
    told = []
    for ask in (vault.signer, vault.public_multikey):
        with pytest.raises(Refused) as refused:
            ask("issuer")
        told.append(repr(refused.getrepr(style="long", showlocals=True).reprcrash))
    vault.encrypt_plain_files()
    told += [repr(vault.signer("issuer")), repr(Wrapper.of("a1" * 32)), caplog.text]
    settings.KEY_ENCRYPTION_KEY = OTHER
    start_anew()
    with pytest.raises(Refused) as refused:
        vault.signer("issuer")
    told.append(str(refused.value))
    for secret in (SEED, "a1" * 32, OTHER, repr(bytes.fromhex(SEED))):
        assert not any(secret in each for each in told)


def test_a_process_that_has_not_said_so_may_not_sign(keys):
    """A process as it starts: a web process never asks for more."""
    vault.create("log")
    asks = (
        "import conferral.wsgi; from conferral.foundation import vault;"
        "print(vault.public_multikey('log')); vault.signer('log')"
    )
    environment = os.environ | {
        "CONFERRAL_HOME": str(keys.parent),
        "DJANGO_SETTINGS_MODULE": "conferral.settings",
        "KEY_ENCRYPTION_KEY": "a1" * 32,
        "PYTHONPATH": "src",
    }
    ran = subprocess.run(
        [sys.executable, "-c", asks], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.stdout.strip() == vault.public_multikey("log")
    assert "Signing is the worker's" in ran.stderr
    assert ran.returncode == 1


def test_without_permission_no_key_is_made_either(keys, monkeypatch):
    monkeypatch.setattr(vault, "_PERMISSION", {"to sign": False})
    for ask in (vault.create, vault.signer):
        with pytest.raises(Refused, match="worker"):
            ask("issuer")
    vault.allow_signing()
    vault.create("issuer")
