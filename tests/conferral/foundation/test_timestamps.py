from pathlib import Path

import pytest

from conferral.foundation.timestamps import Authority, Unavailable, configured
from credkit.pdf.signing import timestamp
from credkit.pdf.signing.revision import NO_EVIDENCE
from tsa import Tsa, a_tsa


@pytest.fixture
def tsa(tmp_path: Path):
    with a_tsa(tmp_path) as one:
        yield one


def test_a_token_is_about_the_digest_that_was_asked_for(tsa: Tsa):
    assert timestamp.made_at(Authority(tsa.url).stamp(bytes(32)))


def test_what_proves_its_certificates_is_fetched_once_an_hour(tsa: Tsa):
    authority = Authority(tsa.url)
    first, second = authority.evidence((tsa.root,)), authority.evidence((tsa.root,))
    assert first is second
    assert first.certificates[-1] == tsa.root
    assert len(first.certificates) == 2  # The signer's own is its root here.
    assert first.crls == ((tsa.folder / "crl").read_bytes(),)
    assert tsa.asked == ["stamp", "list"]


def test_a_list_that_the_issuer_did_not_sign_proves_nothing(tsa: Tsa):
    forged = bytearray((tsa.folder / "crl").read_bytes())
    forged[-1] ^= 1
    (tsa.folder / "crl").write_bytes(forged)
    assert Authority(tsa.url).evidence((tsa.root,)) == NO_EVIDENCE


@pytest.mark.parametrize("mood", ["refuses", "babbles"])
def test_an_authority_that_does_not_work_is_unavailable(tsa: Tsa, mood: str):
    tsa.mood = mood
    with pytest.raises(Unavailable, match="gave no time stamp"):
        Authority(tsa.url).stamp(bytes(32))


def test_it_is_not_asked_again_at_once(tsa: Tsa):
    authority = Authority(tsa.url)
    tsa.mood = "refuses"
    for _ in range(3):
        with pytest.raises(Unavailable):
            authority.stamp(bytes(32))
    assert tsa.asked == ["stamp"]


def test_nobody_there_is_unavailable():
    with pytest.raises(Unavailable):
        Authority("http://127.0.0.1:9").stamp(bytes(32))


def test_files_are_no_authorities(tmp_path: Path):
    with pytest.raises(Unavailable, match="only http"):
        Authority(tmp_path.as_uri()).stamp(bytes(32))


def test_without_a_setting_there_is_none(settings):
    settings.TSA_URL = ""
    assert configured() is None


@pytest.mark.parametrize("url", ["http://169.254.169.254/", "http://[::ffff:127.0.0.1]/"])
def test_an_authority_elsewhere_leads_nowhere_near_this_machine(url: str) -> None:
    with pytest.raises(Unavailable, match="where we do not go"):
        Authority(url).stamp(bytes(32))
