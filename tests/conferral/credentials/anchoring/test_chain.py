"""A root reaches a chain that runs its transactions; there is never more than one on its way."""

import sys

import pytest

from chained import a_chain, sender_of
from conferral.credentials.anchoring import documents, ethereum
from conferral.credentials.anchoring.jobs import ANCHOR
from conferral.credentials.anchoring.models import Anchor
from conferral.credentials.transparency import log
from conferral.foundation import vault
from conferral.foundation.belt import PATIENCE
from conferral.foundation.refusal import Refused
from credkit.anchors import ethereum as transactions
from growing import grow, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(settings):
    log.make_key()
    with a_chain() as chain:
        settings.ETHEREUM_RPC = chain.url
        settings.ETHEREUM_CHAIN_ID = chain.inner.eth.chain_id
        chain.account = ethereum.make_account()
        chain.give(chain.account, 10**18)
        chain.tester.disable_auto_mine_transactions()
        yield chain


def said(chain, transaction):
    return chain.inner.eth.get_transaction(transaction)


def test_the_root_is_all_that_a_transaction_says(chain):
    checkpoint = grow()
    ANCHOR.run()
    anchor = Anchor.objects.get()
    told = said(chain, anchor.transaction)
    assert bytes(told["input"]) == bytes(checkpoint.root)
    assert (told["from"], told["to"], told["value"]) == (chain.account, chain.account, 0)
    assert told["type"] == 2
    assert sender_of(bytes(anchor.proof)) == chain.account


def test_it_is_anchored_when_twelve_blocks_stand_on_it(chain):
    grow()
    ANCHOR.run()
    chain.mine(11)
    later(minutes=2)
    assert Anchor.objects.get().held_at is None
    chain.mine(1)
    later(minutes=2)
    anchor = Anchor.objects.get()
    receipt = chain.inner.eth.get_transaction_receipt(anchor.transaction)
    assert (anchor.block, anchor.block_hash) == (
        receipt["blockNumber"],
        f"0x{receipt['blockHash'].hex()}",
    )
    assert receipt["status"] == 1
    assert anchor.transaction in documents.proof_file(anchor).decode()
    assert documents.name_of(anchor).endswith(".json")


def test_after_a_week_away_one_transaction_says_the_newest_root(chain):
    chain.away = True
    for day in range(7):
        newest = grow(str(day))
        later(days=1)
    assert Anchor.objects.get().attempts < PATIENCE
    chain.away = False
    later(days=1)
    assert len(chain.sent) == 1
    assert bytes(said(chain, Anchor.objects.get().transaction)["input"]) == bytes(newest.root)


def test_after_a_crash_between_signing_and_sending_the_same_goes_out(chain, monkeypatch):
    checkpoint = grow()
    made = []
    real = ethereum.signed
    monkeypatch.setattr(ethereum, "signed", lambda *given: made.append(real(*given)) or made[-1])
    ANCHOR.run()
    Anchor.objects.update(sent_at=None)  # As if its answer had never reached the row.
    chain.mine(1)
    later(minutes=2)
    assert len(made) == 1
    anchor = Anchor.objects.get()
    assert bytes(anchor.checkpoint.root) == bytes(checkpoint.root)
    chain.mine()
    later(days=1)
    assert Anchor.objects.get().held_at
    assert chain.inner.eth.get_transaction_count(chain.account) == 1


def test_what_no_block_wants_is_outbid_under_its_own_number(chain):
    grow()
    ANCHOR.run()
    first = Anchor.objects.get()
    newest = grow("two")
    later(days=1, minutes=1)  # It was too long under way.
    ANCHOR.run()
    second = Anchor.objects.get()
    assert second.transaction != first.transaction
    old, new = (transactions.parse(bytes(each.proof)) for each in (first, second))
    assert new.nonce == old.nonce
    assert new.tip >= old.tip * 5 // 4
    assert new.payload == bytes(newest.root)


def test_a_chain_that_is_too_dear_today_is_asked_again(chain, settings):
    settings.ETHEREUM_MAX_FEE_GWEI = 0
    grow()
    for _ in range(9):
        later(days=1)
    anchor = Anchor.objects.get()
    assert "ETHEREUM_MAX_FEE_GWEI" in anchor.problem
    assert not anchor.is_stuck
    assert chain.sent == []


def test_another_chain_than_the_settings_name_gets_nothing(chain, settings):
    settings.ETHEREUM_CHAIN_ID = 1
    grow()
    ANCHOR.run()
    assert "ETHEREUM_CHAIN_ID" in Anchor.objects.get().problem
    assert chain.sent == []


def test_an_account_without_money_makes_a_person_look(settings):
    log.make_key()
    with a_chain() as chain:
        settings.ETHEREUM_RPC = chain.url
        settings.ETHEREUM_CHAIN_ID = chain.inner.eth.chain_id
        ethereum.make_account()
        grow()
        for _ in range(PATIENCE):
            later(days=1)
    assert Anchor.objects.get().is_stuck


def test_a_web_process_cannot_sign_for_it(chain, monkeypatch):
    grow()
    monkeypatch.setitem(vault._PERMISSION, "to sign", False)
    ANCHOR.run()
    assert Anchor.objects.get().proof == b""
    assert chain.sent == []


def test_a_token_keeps_no_key_of_this_kind(settings):
    settings.PKCS11_MODULE = "/nowhere/module.so"
    with pytest.raises(Refused, match="in files only"):
        ethereum.make_account()


def test_without_web3_it_says_what_to_install(settings, monkeypatch):
    log.make_key()
    grow()
    settings.ETHEREUM_RPC = "http://127.0.0.1:1"
    monkeypatch.setitem(sys.modules, "conferral.credentials.anchoring.node", None)
    ethereum._node_module.cache_clear()
    ANCHOR.run()
    assert "conferral[ethereum]" in Anchor.objects.get().problem
