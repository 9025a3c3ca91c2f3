"""`conferral organization blockcerts`, then `conferral export --format blockcerts`."""

import json

import pytest

from anchored_blockcerts import a_chain_for_blockcerts, anchor
from cast import an_issued_credential, dara
from conferral.credentials.blockcerts.documents import blockcert_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(settings):
    with a_chain_for_blockcerts(settings) as chain:
        yield chain


def test_who_wants_them_gets_them_when_a_block_holds_them(chain, typed, tmp_path):
    credential, path = an_issued_credential(), tmp_path / "file"
    number = credential.number
    refused = typed("export", number, "--format", "blockcerts", "-o", path)
    assert refused.code == 1
    assert "conferral organization blockcerts on" in refused.err
    assert "are not anchored" in typed("organization", "blockcerts").out
    assert (
        "when the day's transaction"
        in typed("organization", "blockcerts", "on", "--as", dara().email).out
    )
    waits = typed("export", number, "--format", "blockcerts", "-o", path)
    assert "conferral log anchors" in waits.err
    anchor(chain)
    assert typed("export", number, "--format", "blockcerts", "-o", path).code == 0
    assert json.loads(path.read_bytes()) == blockcert_of(credential)
    assert (
        "are not anchored" in typed("organization", "blockcerts", "off", "--as", dara().email).out
    )


def test_it_says_what_to_set_where_there_is_no_chain(typed):
    an_issued_credential()
    refused = typed("organization", "blockcerts", "on", "--as", dara().email)
    assert refused.code == 1
    assert "ETHEREUM_RPC" in refused.err
