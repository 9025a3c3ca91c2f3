import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credkit.errors import Malformed
from credkit.keys import LocalSigner
from credkit.tlog import checkpoint, note
from credkit.tlog.checkpoint import Checkpoint

# The example of https://pkg.go.dev/golang.org/x/mod/sumdb/note, from which C2SP took the format.
PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PUBLISHED = (
    PUBLISHED_TEXT + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2"
    "pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
SIGNER = LocalSigner(bytes(32))
NAME = "example.org/log"
KEY = note.vkey(NAME, SIGNER.public_multikey)
TEXT = "example.org/log\n3\n" + base64.b64encode(b"r" * 32).decode() + "\n"


def test_the_published_note_opens_with_the_published_key():
    assert note.open_note(PUBLISHED, PUBLISHED_KEY) == PUBLISHED_TEXT


def test_a_published_key_is_written_as_it_was_read():
    assert str(note.VerifierKey.parse(PUBLISHED_KEY)) == PUBLISHED_KEY


def test_a_signed_note_opens():
    assert note.open_note(note.sign(TEXT, NAME, SIGNER), KEY) == TEXT


def test_a_note_may_have_other_signatures():
    witness = note.sign(TEXT, "witness.example", LocalSigner(bytes([7] * 32)))
    both = note.sign(TEXT, NAME, SIGNER) + witness.split("\n\n")[1]
    assert note.open_note(both, KEY) == TEXT


@given(st.integers(0, len(TEXT) - 1), st.characters(exclude_categories=["Cs"]))
def test_one_changed_character_ends_a_note(position, character):
    signed = note.sign(TEXT, NAME, SIGNER)
    changed = signed[:position] + character + signed[position + 1 :]
    if changed == signed:
        assert note.open_note(changed, KEY) == TEXT
        return
    with pytest.raises(Malformed):
        note.open_note(changed, KEY)


@pytest.mark.parametrize(
    "wicked",
    [
        "",
        TEXT,
        TEXT + "\n",
        TEXT + "\n— example.org/log AAAA\n",
        TEXT + "\n— example.org/log !!!!\n",
        TEXT + "\n- example.org/log AAAAAAAA\n",
        note.sign(TEXT, NAME, SIGNER)[:-1],
        note.sign(TEXT, NAME, SIGNER) + "\n",
        note.sign(TEXT, NAME, SIGNER) + "trailing\n",
        note.sign(TEXT, "other.example", SIGNER),
        note.sign(TEXT, NAME, LocalSigner(bytes([1] * 32))),
        TEXT + "\n" + "— x AAAAAAAA\n" * 101,
    ],
)
def test_what_is_not_that_note_is_malformed(wicked):
    with pytest.raises(Malformed):
        note.open_note(wicked, KEY)


@pytest.mark.parametrize(
    "vkey",
    ["", "a+b", "a+b+c", KEY.replace("+", "-"), KEY[:-1], KEY.replace(NAME, "other"), "x" + KEY],
)
def test_a_broken_key_is_malformed(vkey):
    with pytest.raises(Malformed):
        note.VerifierKey.parse(vkey)


@pytest.mark.parametrize("text", ["no line feed", "", "a\tb\n", "a\0\n", "\ud800\n"])
def test_a_text_that_is_no_note_is_not_signed(text):
    with pytest.raises(Malformed):
        note.sign(text, NAME, SIGNER)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n"])
def test_a_name_that_is_no_name_does_not_sign(name):
    with pytest.raises(Malformed):
        note.sign(TEXT, name, SIGNER)


def test_a_checkpoint_is_read_as_it_was_signed():
    head = Checkpoint(NAME, 3, b"r" * 32)
    assert head.to_text() == TEXT
    assert checkpoint.open_checkpoint(checkpoint.sign(head, SIGNER), KEY) == head


def test_a_checkpoint_may_say_more_and_is_still_read():
    assert Checkpoint.from_text(TEXT + "extension\n").size == 3


def test_a_log_signs_only_under_its_own_name():
    foreign = note.sign(TEXT.replace(NAME, "other.example"), NAME, SIGNER)
    with pytest.raises(Malformed, match="another log"):
        checkpoint.open_checkpoint(foreign, KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n3\n" + TEXT.split("\n")[2] + "\n",
        TEXT[:-1],
        TEXT + "\n",
        TEXT.replace("\n3\n", "\n03\n"),
        TEXT.replace("\n3\n", "\n-3\n"),
        TEXT.replace("\n3\n", "\n3.0\n"),
        TEXT.replace("\n3\n", "\n٣\n"),
        TEXT.replace("\n3\n", "\n\n"),
        TEXT.replace("=", ""),
        "a\n1\nAAAA\n",
        "a\n1\n!\n",
        "a\n1\n",
    ],
)
def test_a_text_of_another_form_is_no_checkpoint(text):
    with pytest.raises(Malformed):
        Checkpoint.from_text(text)
