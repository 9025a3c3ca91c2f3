"""`conferral witness` and `conferral monitor` as third parties run them: without a database."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from clerk import Clerk
from credkit.tlog import cosignature
from credkit.tlog.witness import Request
from installation import CONFERRAL, ROOT
from watched_log import VKEY, WatchedLog, dripping, endless, served

HONEST, CAUGHT, COULD_NOT_TELL = 0, 1, 2


@pytest.fixture(scope="module")
def nothing(tmp_path_factory):
    """The directory of data that is never made."""
    return tmp_path_factory.mktemp("own") / "nothing"


@pytest.fixture(scope="module")
def environment(nothing):
    """Of somebody who has installed the package and nothing else."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return kept | {"CONFERRAL_HOME": str(nothing), "COLUMNS": "300", "NO_COLOR": "1"}


@pytest.fixture(scope="module")
def own(environment):
    tests = {"PYTHONPATH": str(ROOT / "tests")}
    with Clerk(environment | tests) as clerk:
        yield clerk


def watch(own, tmp_path, address, *more):
    """One look. Returns the exit code and what it says."""
    options = ("--url", address, "--vkey", VKEY, "--state", tmp_path / "seen.json", "--once")
    ran = own.conferral("monitor", *options, "--insecure-http", "--json", *more)
    return ran.returncode, json.loads(ran.stdout)


def test_an_honest_log_is_watched_as_it_grows(own, nothing, tmp_path):
    log = WatchedLog(300)
    with served(log) as address:
        code, told = watch(own, tmp_path, address, "--mirror", tmp_path / "copy")
        assert (code, told["size"], told["new"]) == (HONEST, 300, 300)
        log.grow(7)
        code, told = watch(own, tmp_path, address)
    assert (code, told["new"], told["checkpoints"]) == (HONEST, 7, 2)
    assert (tmp_path / "copy/tile/entries/001.p/44").exists()
    assert not nothing.exists()


def rollback(log):
    log.shown["checkpoint"] = WatchedLog(8).note.encode()


def fork(log):
    other = WatchedLog(12, "other")
    log.entries, log.tiles = other.entries, other.tiles


def fast_forward(log):
    log.shown["checkpoint"] = log.sign(50_000, b"x" * 32).encode()


def endless_data(log):
    log.shown["checkpoint"] = endless


ATTACKS = {rollback: "rollback", fork: "fork", fast_forward: "withheld", endless_data: "too-much"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_log_is_caught_and_the_proof_is_kept(own, tmp_path, attack):
    log = WatchedLog(9)
    with served(log) as address:
        assert watch(own, tmp_path, address)[0] == HONEST
        before = (tmp_path / "seen.json").read_bytes()
        attack(log)
        code, told = watch(own, tmp_path, address)
    assert (code, told["outcome"]) == (CAUGHT, ATTACKS[attack])
    assert (tmp_path / "seen.json").read_bytes() == before
    (evidence,) = tmp_path.glob("seen.json.evidence-*")
    assert json.loads(evidence.read_text())["fault"] == ATTACKS[attack]


def test_a_frozen_log_is_caught(own, tmp_path):
    log = WatchedLog(9)
    key = own.conferral("witness", "key", "--name", "w.example", "--key", tmp_path / "w.key").stdout
    request = str(Request(0, (), log.note))
    asked = _sign(own, tmp_path, request)
    assert asked.returncode == 0
    log.cosignatures = asked.stdout
    trusted = ("--witness", key.strip(), "--max-age", "3600")
    with served(log) as address:
        assert watch(own, tmp_path, address, *trusted)[0] == HONEST
        time.sleep(1.1)
        code, told = watch(own, tmp_path, address, *trusted[:3], "0")
    assert (code, told["outcome"]) == (CAUGHT, "frozen")


def test_a_view_that_others_have_is_compared(own, tmp_path):
    log = WatchedLog(9)
    (tmp_path / "theirs").write_text(WatchedLog(9, "other").note)
    with served(log) as address:
        code, told = watch(own, tmp_path, address, "--also", tmp_path / "theirs")
    assert (code, told["outcome"]) == (CAUGHT, "fork")


def test_who_does_not_answer_is_not_accused(own, tmp_path):
    log = WatchedLog(9)
    log.shown["checkpoint"] = dripping
    with served(log) as address:
        code, told = watch(own, tmp_path, address)
    assert (code, told["outcome"]) == (COULD_NOT_TELL, "unreachable")
    assert watch(own, tmp_path, "http://127.0.0.1:1/log")[0] == COULD_NOT_TELL


def test_without_tls_only_this_machine_is_watched_and_only_when_told_so(own, tmp_path):
    with served(WatchedLog(9)) as address:
        options = ("--url", address, "--vkey", VKEY, "--state", tmp_path / "s", "--once")
        ran = own.conferral("monitor", *options)
    assert (ran.returncode, "must be https" in ran.stderr) == (COULD_NOT_TELL, True)


def _sign(own, tmp_path, request):
    files = ("--key", tmp_path / "w.key", "--state", tmp_path / "w.json")
    name = ("--name", "w.example", "--log-vkey", VKEY)
    return own.conferral("witness", "sign", *name, *files, said=request)


def test_a_witness_on_paper_keeps_its_word(own, tmp_path):
    log = WatchedLog(5)
    signed = _sign(own, tmp_path, str(Request(0, (), log.note)))
    key = own.conferral("witness", "key", "--name", "w.example", "--key", tmp_path / "w.key").stdout
    assert cosignature.under(log.note + signed.stdout, key.strip()).at > 1_700_000_000
    fork = WatchedLog(9, "other")
    refused = _sign(own, tmp_path, str(Request(5, tuple(fork.consistency(5)), fork.note)))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("422")


@contextmanager
def witness_serving(environment, tmp_path):
    files = ("--key", tmp_path / "w.key", "--state", tmp_path / "w.json", "--port", "0")
    command = [CONFERRAL, "witness", "serve", "--name", "w.example", "--log-vkey", VKEY, *files]
    process = subprocess.Popen(
        [*map(str, command)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        key, _, address = process.stdout.readline().strip().partition(" serves ")
        yield key, address.removesuffix("/add-checkpoint")
    finally:
        process.kill()
        process.wait()


def post(address, data):
    script = (
        "import sys, urllib.request, urllib.error\n"
        "try: answer = urllib.request.urlopen(sys.argv[1], sys.stdin.buffer.read(), timeout=20)\n"
        "except urllib.error.HTTPError as error: answer = error\n"
        "print(answer.status, answer.headers['Content-Type'])\n"
        "print(answer.read().decode(), end='')\n"
    )
    command = [sys.executable, "-c", script, f"{address}/add-checkpoint"]
    told = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    status, _, body = told.partition("\n")
    return status, body


def test_a_witness_answers_over_http_as_the_specification_says(environment, tmp_path):
    log = WatchedLog(5)
    with witness_serving(environment, tmp_path) as (key, address):
        status, body = post(address, str(Request(0, (), log.note)).encode())
        assert status.startswith("200")
        assert cosignature.under(log.note + body, key)
        log.grow(3)
        assert post(address, str(Request(0, (), log.note)).encode()) == (
            "409 text/x.tlog.size",
            "5\n",
        )
        assert post(address, b"\xff")[0].startswith("400")
        assert post(address, b"x" * 300_000)[0].startswith("411")
        assert post(f"{address}/elsewhere", b"")[0].startswith("404")
