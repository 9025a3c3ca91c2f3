"""Our log asks its witnesses; nobody waits for them; what they say is shown to strangers."""

import hashlib
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import an_issued_credential, an_organization
from conferral.credentials.transparency import log, tree, witnesses
from conferral.credentials.transparency.head import Head
from conferral.credentials.transparency.jobs import COSIGN, SEQUENCE
from conferral.credentials.transparency.models import Cosignature, Witness
from conferral.credentials.verification.log_proof import tlog_proof
from conferral.foundation.audit.models import Entry as Line
from conferral.foundation.outbound import Reach
from conferral.foundation.refusal import Refused
from conferral.oversight.fsck.finding import Invariant
from conferral.oversight.fsck.run import findings
from conferral.oversight.stuck.rows import stuck_rows
from conferral.strangers import serving
from conferral.strangers.witness import Witness as Stranger
from conferral.strangers.witness import signer_of
from credkit.tlog import cosignature, tiles
from credkit.tlog.proof_file import ProofFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _key():
    log.make_key()


@pytest.fixture
def stranger(tmp_path, settings):
    key = signer_of(tmp_path / "w.key")
    keys = {settings.LOG_ORIGIN: log.verification_key()}
    return Stranger("w.example", key, keys, tmp_path / "w.json")


@contextmanager
def serving_at(stranger):
    with serving.server(stranger, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def grow(count, word="entry"):
    size = log.checkpoint().size if log.checkpoint() else 0
    log.append([hashlib.sha256(f"{word} {n}".encode()).digest() for n in range(size, size + count)])
    SEQUENCE.run()


def ask_anew():
    Witness.objects.update(next_attempt_at=timezone.now())
    COSIGN.run()
    return Witness.objects.get()


def test_a_witness_cosigns_every_tree_as_it_grows(stranger):
    with serving_at(stranger) as address:
        witnesses.add(stranger.vkey, address, Reach.LOOPBACK)
        for count in (5, 300, 1):
            grow(count)
            assert COSIGN.waits()
            COSIGN.run()
            assert not COSIGN.waits()
    assert Witness.objects.get().size == 306
    shown = Client().get("/log/checkpoint").content.decode()
    assert cosignature.under(shown, stranger.vkey).witness == "w.example"
    assert {finding.invariant for finding in findings()} == {Invariant.ENTRIES}  # Of nobody.


def test_the_date_is_renewed_though_nothing_has_grown(stranger):
    with serving_at(stranger) as address:
        witnesses.add(stranger.vkey, address, Reach.LOOPBACK)
        grow(5)
        COSIGN.run()
        Witness.objects.update(asked_at=timezone.now() - timedelta(hours=2))
        assert COSIGN.waits()
        COSIGN.run()
    assert Cosignature.objects.count() == 1


def test_a_witness_that_knows_more_than_we_remember_of_it_tells_us(stranger):
    with serving_at(stranger) as address:
        witnesses.add(stranger.vkey, address, Reach.LOOPBACK)
        grow(5)
        COSIGN.run()
        Witness.objects.update(size=0)
        grow(3)
        COSIGN.run()
    assert Witness.objects.get().size == 8


def test_a_certificates_proof_bears_the_witnesses_word(stranger):
    with serving_at(stranger) as address:
        witnesses.add(stranger.vkey, address, Reach.LOOPBACK)
        credential = an_issued_credential()
        COSIGN.run()
    proof = ProofFile.parse(tlog_proof(credential).decode())
    assert cosignature.under(proof.checkpoint, stranger.vkey)


def test_who_is_away_is_asked_again_and_holds_up_nobody():
    key = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
    witnesses.add(key, "http://127.0.0.1:1", Reach.LOOPBACK)
    grow(5)
    for _ in range(9):
        witness = ask_anew()
    assert not witness.is_stuck
    assert "does not answer" in witness.problem
    assert witness.next_attempt_at > timezone.now()
    grow(1)
    assert log.checkpoint().size == 6


def test_a_witness_that_has_seen_a_larger_tree_tells_us_of_a_restore(stranger):
    with serving_at(stranger) as address:
        witnesses.add(stranger.vkey, address, Reach.LOOPBACK)
        grow(9)
        COSIGN.run()
        Cosignature.objects.all().delete()
        _forget_the_last(4)
        Witness.objects.update(size=0)
        assert "older than what was published" in ask_anew().problem


def test_a_witness_that_refuses_is_named_on_the_page_of_today(stranger):
    with serving_at(stranger) as address:
        witnesses.add(stranger.vkey, address, Reach.LOOPBACK)
        grow(9, "ours")
        other = stranger.log_keys.copy()
        stranger.log_keys.clear()
        for _ in range(6):
            witness = ask_anew()
        stranger.log_keys.update(other)
    assert witness.is_stuck
    assert "404" in witness.problem
    (stuck,) = stuck_rows(an_organization(), 5)
    assert (stuck.what, stuck.problem) == ("The log’s witness w.example", witness.problem)


def test_a_cosignature_of_another_key_is_not_taken(stranger, tmp_path):
    other = Stranger("w.example", signer_of(tmp_path / "x.key"), {}, tmp_path / "x.json")
    with serving_at(stranger) as address:
        witnesses.add(other.vkey, address, Reach.LOOPBACK)
        grow(5)
        assert "has not cosigned with the key" in ask_anew().problem
    assert not Cosignature.objects.exists()


def test_a_forged_cosignature_in_the_database_is_found(stranger):
    with serving_at(stranger) as address:
        witnesses.add(stranger.vkey, address, Reach.LOOPBACK)
        grow(5)
        COSIGN.run()
    line = Cosignature.objects.get().line
    Cosignature.objects.update(line=line.replace("A", "B"))
    rows = {finding.row.partition(":")[0] for finding in findings()}
    assert "transparency.Cosignature" in rows


@pytest.mark.parametrize("vkey", ["", "w.example", "log"])
def test_only_a_witnesss_key_is_taken(vkey):
    with pytest.raises(Refused, match="conferral witness key"):
        witnesses.add(log.verification_key() if vkey == "log" else vkey, "https://w.example")


def test_a_witness_comes_once_and_goes_with_its_word(stranger):
    witness = witnesses.add(stranger.vkey, "https://w.example/")
    with pytest.raises(Refused, match="already"):
        witnesses.add(stranger.vkey, "https://w.example/")
    witnesses.remove(witness)
    assert not Witness.objects.exists()
    assert list(Line.objects.order_by("pk").values_list("deed", flat=True)) == [
        "added a witness",
        "removed a witness",
    ]


def test_a_log_that_may_not_be_signed_stands_on_the_page_of_today(settings, tmp_path):
    organization = an_organization()
    grow(3)
    settings.LOG_HEAD = tmp_path / "elsewhere"
    log.append([b"x" * 32])
    (stuck,) = stuck_rows(organization, 5)
    assert (stuck.what, stuck.cannot_be) == ("The public log", "signed")
    assert "conferral log resume" in stuck.problem
    assert SEQUENCE.run() == 0


def _forget_the_last(count):
    """As a database does that comes from an older backup."""
    latest = tree.latest()
    size = latest.size - count
    latest.delete()
    tree.publish(Head(log.sign(size, tiles.root(tree.tile, size))))
