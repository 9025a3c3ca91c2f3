"""`conferral document-key`: a certificate from an authority; and two people, two commands."""

import pytest

from authority import vouched_for
from cast import a_member, an_organization
from conferral.credentials.issuing.models import Use
from conferral.credentials.sealing.actions import document_key, identity_of
from conferral.foundation.accounts.roles import Role

pytestmark = pytest.mark.django_db
KOFI, LERATO = "kofi@example.test", "lerato@example.test"


@pytest.fixture
def key():
    for name in ("Kofi", "Lerato"):
        a_member(name, Role.ADMINISTRATOR)
    return document_key(an_organization())


def test_a_certificate_is_asked_for_and_used(typed, key, tmp_path):
    identity_of(an_organization())
    answer = tmp_path / "answer.pem"
    answer.write_bytes(vouched_for(typed("document-key", "request").out))
    assert typed("document-key", "use", answer).code == 0
    shown = " ".join(typed("document-key", "show").out.split())
    in_use, _, before = shown.partition("vouched for by Test authority, in use")
    assert in_use
    assert "used until" in before


def test_a_file_that_is_no_certificate_is_refused_in_words(typed, key, tmp_path):
    junk = tmp_path / "junk.pem"
    junk.write_bytes(b"hello" * 50_000)
    refused = typed("document-key", "use", junk)
    assert (refused.code, "more than 50 kB" in refused.err) == (1, True)


def test_a_new_key_is_proposed_and_confirmed(typed, key):
    because = ("--because", "It is time", "--as", KOFI)
    proposed = typed("document-key", "rotate", *because)
    assert "conferral document-key confirm" in proposed.out
    change = typed("document-key", "list", "--json").json["changes"][0]["change"]
    alone = typed("document-key", "confirm", change, "--as", KOFI)
    assert (alone.code, "Someone else" in alone.err) == (1, True)
    done = typed("document-key", "confirm", change, "--as", LERATO, "--json")
    assert (done.code, done.json["state"]) == (0, "done")
    listed = typed("document-key", "list", "--json").json["keys"]
    assert [bool(each["until"]) for each in listed] == [False, True]
    assert listed[1]["key"] == key.multikey


def test_a_stolen_key_is_given_up_and_a_new_one_signs(typed, key):
    because = ("--because", "A laptop was stolen", "--as", KOFI, "--json")
    raised = typed("document-key", "compromise", key.multikey, *because)
    halted = typed("document-key", "request")
    assert (halted.code, "stolen" in halted.err) == (1, True)
    done = typed("document-key", "confirm", raised.json["change"], "--as", LERATO)
    current = an_organization().issuer_keys.in_use(Use.DOCUMENTS).get()
    assert current != key
    assert current.multikey in done.out


def test_the_keys_of_credentials_are_another_history(typed, key):
    of_credentials = an_organization().issuer_keys.in_use(Use.CREDENTIALS).get()
    assert [each["key"] for each in typed("keys", "list", "--json").json["keys"]] == [
        of_credentials.multikey
    ]
    because = ("--because", "Stolen", "--as", KOFI)
    assert "no key" in typed("document-key", "compromise", of_credentials.multikey, *because).err
    change = typed("document-key", "rotate", *because, "--json").json["change"]
    assert "no change" in typed("keys", "confirm", change, "--as", LERATO).err
