from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from credkit.errors import Malformed
from credkit.keys import LocalSigner
from credkit.tlog import checkpoint, cosignature, note
from credkit.tlog.checkpoint import Checkpoint

# A checkpoint of a public log with cosignatures of public witnesses, May 2026.
PUBLISHED = """\
arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev \
zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5\
Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev \
ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden \
2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096s\
t5BQ==
— remora.n621.de \
2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrA\
WfBw==
"""
PUBLISHED_WITNESS = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
LOG, WITNESS = LocalSigner(b"l" * 32), LocalSigner(b"w" * 32)
NAME = "witness.example/w1"
KEY = cosignature.vkey(NAME, WITNESS.public_multikey)
HEAD = checkpoint.sign(Checkpoint("log.example", 3, bytes(32)), LOG)
AT = 1679315147


def cosigned(at=AT, head=HEAD):
    return head + cosignature.cosign(head, NAME, WITNESS, at).line


def test_a_public_witness_cosigned_a_public_log():
    found = cosignature.under(PUBLISHED, PUBLISHED_WITNESS)
    assert (found.witness, found.at) == ("remora.n621.de", 0x6A122120)


def test_what_a_public_witness_has_not_seen_it_has_not_cosigned():
    with pytest.raises(Malformed, match="does not fit"):
        cosignature.under(PUBLISHED.replace("1432088532", "1432088533"), PUBLISHED_WITNESS)


def test_a_published_key_is_written_as_it_was_read():
    key = note.VerifierKey.parse(PUBLISHED_WITNESS, note.Kind.COSIGNATURE)
    assert str(key) == PUBLISHED_WITNESS


def test_a_cosignature_says_who_and_when():
    assert cosignature.under(cosigned(), KEY).at == AT
    assert cosignature.under(HEAD, KEY) is None


def test_what_is_signed_is_what_the_specification_says():
    line = cosignature.cosign(HEAD, NAME, WITNESS, AT).line
    text = HEAD.partition("\n\n")[0] + "\n"
    signed = f"cosignature/v1\ntime {AT}\n{text}".encode()
    raw = b64decode(line.split(" ")[2])
    assert line.startswith(f"— {NAME} ")
    assert (raw[:4].hex(), raw[4:12]) == (KEY.split("+")[1], AT.to_bytes(8))
    assert raw[12:] == Ed25519PrivateKey.from_private_bytes(b"w" * 32).sign(signed)


def test_the_log_still_opens_a_cosigned_checkpoint():
    log_key = note.vkey("log.example", LOG.public_multikey)
    assert checkpoint.open_checkpoint(cosigned(), log_key).size == 3


def test_a_log_key_is_no_witness_key_and_the_other_way_round():
    with pytest.raises(Malformed):
        cosignature.under(cosigned(), note.vkey(NAME, WITNESS.public_multikey))
    with pytest.raises(Malformed):
        note.open_note(cosigned(), KEY)


def test_a_plain_signature_is_not_taken_for_a_cosignature():
    plain = note.sign(HEAD.partition("\n\n")[0] + "\n", NAME, WITNESS)
    assert cosignature.under(plain, KEY) is None


def test_of_two_the_newest_counts():
    twice = cosigned(AT + 9, cosigned(AT))
    assert cosignature.under(twice, KEY).at == AT + 9


@pytest.mark.parametrize("at", [-1, 2**63])
def test_there_is_no_such_time(at):
    with pytest.raises(ValueError, match="time"):
        cosignature.cosign(HEAD, NAME, WITNESS, at)


@pytest.mark.parametrize("raw", [bytes(64), bytes(71), bytes(73), b"\xff" * 72, bytes(72)])
def test_a_line_of_another_length_or_time_is_malformed(raw):
    key = note.VerifierKey.parse(KEY, note.Kind.COSIGNATURE)
    line = f"— {NAME} {b64encode(key.hash + raw).decode()}\n"
    with pytest.raises(Malformed):
        cosignature.under(HEAD + line, KEY)


@given(st.integers(0, len(cosigned()) - 1), st.characters(exclude_categories=["Cs"]))
def test_one_changed_character_ends_a_cosignature(position, character):
    whole = cosigned()
    changed = whole[:position] + character + whole[position + 1 :]
    try:
        found = cosignature.under(changed, KEY)
    except Malformed:
        return
    log_line = range(len(HEAD.partition("\n\n")[0]) + 2, len(HEAD))
    assert found is None or changed == whole or position in log_line
