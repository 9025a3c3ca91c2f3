"""Keys in a token: a real one in software (SoftHSM2), which never lets a key out."""

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils import timezone

from cast import a_course, an_issued_credential, dara, emil
from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.jobs import CHANGE_KEYS
from conferral.credentials.transparency import log
from conferral.credentials.verification.actions import find, judge_ours
from conferral.credentials.verification.record import State
from conferral.foundation import vault
from conferral.foundation.refusal import NotNow, Refused
from conferral.foundation.vault import token
from credkit.keys import Algorithm, is_signed_by, public_bytes

pkcs11 = pytest.importorskip("pkcs11")
MODULE = next(Path("/usr/lib").rglob("libsofthsm2.so"), None)
pytestmark = pytest.mark.skipif(
    MODULE is None or not shutil.which("softhsm2-util"), reason="needs Debian's softhsm2"
)
PIN = "2718281828"


@pytest.fixture(scope="session")
def _softhsm(tmp_path_factory):
    """The library reads its configuration once in a process, so there is one for all tests."""
    home = tmp_path_factory.mktemp("softhsm")
    (home / "tokens").mkdir()
    (home / "softhsm2.conf").write_text(
        f"directories.tokendir = {home}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(home / "softhsm2.conf"))
        command = ["softhsm2-util", "--init-token", "--free", "--label", "conferral"]
        subprocess.run([*command, "--pin", PIN, "--so-pin", "31415926"], check=True)
        yield


@pytest.fixture
def hsm(_softhsm, keys, settings, start_anew):
    settings.PKCS11_MODULE = str(MODULE)
    settings.PKCS11_TOKEN = "conferral"
    settings.PKCS11_PIN = PIN
    settings.KEY_ENCRYPTION_KEY = ""  # A token needs none.
    start_anew()
    yield keys
    start_anew()


def test_a_key_of_the_token_signs_and_no_file_holds_it(hsm):
    made = vault.create("signs")
    raw = public_bytes(made.public_multikey)
    Ed25519PublicKey.from_public_bytes(raw).verify(made.sign(b"message"), b"message")
    assert [file.name for file in hsm.iterdir()] == ["signs.pub"]


def test_a_token_signs_for_papers_too(hsm):
    made = vault.create("documents", Algorithm.P256)
    assert made.public_multikey.startswith("zDn")
    assert is_signed_by(made.public_multikey, made.sign(b"message"), b"message")
    assert not is_signed_by(made.public_multikey, made.sign(b"message"), b"another")


def test_the_token_does_not_let_a_key_out(hsm):
    vault.create("stays")
    key = token._private_key("stays")
    with pytest.raises(pkcs11.exceptions.PKCS11Error):
        key[pkcs11.Attribute.VALUE]


def test_a_key_is_made_once(hsm, start_anew):
    first = vault.create("once").public_multikey
    start_anew()
    assert vault.create("once").public_multikey == first
    assert vault.public_multikey("once") == first


def test_a_missing_key_is_refused_with_the_remedy(hsm):
    with pytest.raises(Refused, match="conferral setup"):
        vault.signer("nobody")


def test_a_key_of_another_kind_is_refused(hsm):
    vault.create("edwards")
    with pytest.raises(Refused, match="kind"):
        vault.signer("edwards", Algorithm.P256)


def test_a_wrong_pin_or_token_is_refused_and_the_pin_is_not_told(hsm, settings):
    token._forget_session()
    settings.PKCS11_TOKEN = "elsewhere"
    with pytest.raises(Refused, match="PKCS11_TOKEN") as refused:
        vault.signer("signs")
    assert PIN not in str(refused.value)
    settings.PKCS11_MODULE = "/nowhere/libnothing.so"
    with pytest.raises(Refused, match="PKCS11_MODULE"):
        vault.create("other")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_session_that_is_lost_is_not_now_and_the_next_use_has_its_own(hsm):
    made = vault.create("again")
    token._session().close()
    with pytest.raises(NotNow, match="token"):
        made.sign(b"message")
    assert len(made.sign(b"message")) == 64


def test_threads_sign_one_after_the_other(hsm):
    made = vault.create("threads")
    with ThreadPoolExecutor(4) as pool:
        signatures = list(pool.map(made.sign, [b"%d" % n for n in range(40)]))
    assert all(
        is_signed_by(made.public_multikey, signature, b"%d" % n)
        for n, signature in enumerate(signatures)
    )


@pytest.mark.django_db
def test_certificates_of_a_token_are_issued_logged_and_verified_and_its_keys_change(hsm, settings):
    """Everything that signs, without one key in a file."""
    settings.LOG_ORIGIN = "token.example/log"
    log.verification_key.cache_clear()
    try:
        log.make_key()
        credential = an_issued_credential()
        assert judge_ours(find(credential.number), timezone.now()).status is State.VALID
        change = keyring.propose_rotation(credential.key.organization, dara(), "It is time")
        keyring.confirm(change, emil())
        CHANGE_KEYS.run()
        after = an_issued_credential("Ben Dube", a_course("other"))
        assert after.key != credential.key
        for each in (credential, after):
            assert judge_ours(find(each.number), timezone.now()).status is State.VALID
    finally:
        log.verification_key.cache_clear()
    assert not list(hsm.glob("*.key"))
