"""`conferral log anchor` and its kin: done at once, listed, and checked by anyone."""

from datetime import timedelta

import pytest

from anchored import HEIGHT, a_calendar, entry
from chained import a_chain
from conferral.credentials.anchoring import documents, ethereum
from conferral.credentials.anchoring.jobs import ANCHOR
from conferral.credentials.anchoring.models import Anchor
from conferral.credentials.transparency import log
from conferral.credentials.transparency.jobs import SEQUENCE
from credkit.anchors.bitcoin import Header
from promised import an_anchor

pytestmark = pytest.mark.django_db
HELD, NOT_HELD, CANNOT_TELL = 0, 1, 2


@pytest.fixture(autouse=True)
def _log():
    log.make_key()
    log.append([entry("one")])
    SEQUENCE.run()


@pytest.fixture
def calendar(settings):
    with a_calendar() as calendar:
        settings.OPENTIMESTAMPS_CALENDARS = [calendar.url]
        yield calendar


def files(tmp_path):
    """The two files that anyone may fetch of the newest anchor."""
    anchor = Anchor.objects.last()
    proof, checkpoint = tmp_path / documents.name_of(anchor), tmp_path / "checkpoint"
    proof.write_bytes(documents.proof_file(anchor))
    checkpoint.write_text(anchor.checkpoint.note)
    return proof, checkpoint


def test_without_a_setting_it_says_what_to_set(typed):
    refused = typed("log", "anchor")
    assert (refused.code, "OPENTIMESTAMPS_CALENDARS" in refused.err) == (1, True)


def test_it_is_sent_at_once_and_its_block_is_found_later(typed, calendar):
    assert "1 sent, 0 held" in typed("log", "anchor").out
    [listed] = typed("log", "anchors", "--json").json
    assert (listed["place"], listed["block"], listed["size"]) == (calendar.url, None, 1)
    calendar.mine()
    assert "1 held" in typed("log", "anchor").out
    assert f"block {HEIGHT}" in typed("log", "anchors").out


def test_a_place_that_is_away_is_named(typed, calendar):
    calendar.away = True
    away = typed("log", "anchor")
    assert (away.code, "503" in away.out, "0 sent" in away.out) == (1, True, True)


def test_a_stranger_checks_it_with_an_explorer_or_with_a_header(typed, calendar, tmp_path):
    typed("log", "anchor")
    calendar.mine()
    typed("log", "anchor")
    check = ("log", "verify-anchor", *files(tmp_path))
    held = typed(*check, "--explorer", calendar.url)
    assert (held.code, "So it existed on" in held.out) == (HELD, True)
    assert typed(*check, "--header", calendar.header.content.hex()).code == HELD
    assert typed(*check).code == CANNOT_TELL
    assert typed(*check, "--explorer", "http://127.0.0.1:1").code == CANNOT_TELL
    changed = bytearray(calendar.header.content)
    changed[40] ^= 1
    assert typed(*check, "--header", bytes(changed).hex()).code == NOT_HELD
    calendar.header = Header.of(bytes(changed))
    assert typed(*check, "--explorer", calendar.url).code == NOT_HELD


def test_another_checkpoint_is_not_held_and_a_promise_is_no_proof(typed, tmp_path):
    an_anchor()
    proof, checkpoint = files(tmp_path)
    promised = typed("log", "verify-anchor", proof, checkpoint)
    assert (promised.code, "no block holds it yet" in promised.out) == (CANNOT_TELL, True)
    checkpoint.write_text(checkpoint.read_text().replace("\n1\n", "\n2\n"))
    assert typed("log", "verify-anchor", proof, checkpoint).code == NOT_HELD


@pytest.mark.parametrize("nonsense", [b"", b"{}", b"[1]", b'{"type": "ethereum"}', b"\0x", b"\xff"])
def test_what_is_no_proof_is_refused(typed, tmp_path, nonsense):
    (tmp_path / "proof").write_bytes(nonsense)
    (tmp_path / "checkpoint").write_text(log.checkpoint().note)
    refused = typed("log", "verify-anchor", tmp_path / "proof", tmp_path / "checkpoint")
    assert (refused.code, "Not a proof" in refused.err) == (1, True)


def test_a_header_that_is_none_is_refused(typed, tmp_path):
    an_anchor()
    for text in ("xyz", "00" * 79):
        assert typed("log", "verify-anchor", *files(tmp_path), "--header", text).code == 1


def test_a_stranger_asks_a_chain_like_ethereum(typed, settings, tmp_path):
    with a_chain() as chain:
        settings.ETHEREUM_RPC = chain.url
        settings.ETHEREUM_CHAIN_ID = chain.inner.eth.chain_id
        account = typed("log", "anchor-account").out.strip()
        assert account == ethereum.make_account()
        chain.give(account, 10**18)
        assert typed("log", "anchor").code == 0
        chain.mine(3)
        proof, checkpoint = files(tmp_path)
        check = ("log", "verify-anchor", proof, checkpoint)
        held = typed(*check, "--rpc", chain.url)
        assert (held.code, "blocks deep" in held.out) == (HELD, True)
        assert typed(*check).code == CANNOT_TELL
        elsewhere = proof.read_text().replace(Anchor.objects.get().transaction, "0x" + "11" * 32)
        proof.write_text(elsewhere)
        assert typed(*check, "--rpc", chain.url).code == NOT_HELD


def test_the_belt_and_the_command_do_not_send_twice(typed, calendar):
    typed("log", "anchor")
    Anchor.objects.update(chosen_at=Anchor.objects.get().chosen_at - timedelta(hours=1))
    ANCHOR.run()
    typed("log", "anchor")
    assert len(calendar.asked) == 1
