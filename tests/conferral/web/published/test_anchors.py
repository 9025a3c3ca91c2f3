"""Where the log is anchored: told to people and software, with files to check it."""

import hashlib

import pytest
from django.test import Client

from cast import an_organization
from conferral.credentials.transparency import log
from conferral.credentials.transparency.jobs import SEQUENCE
from credkit.anchors import opentimestamps
from promised import ALICE, an_anchor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _log():
    an_organization()
    log.make_key()
    log.append([hashlib.sha256(b"one").digest()])
    SEQUENCE.run()


def listed():
    return Client().get("/log/anchors", headers={"Accept": "application/json"})


def test_a_log_that_is_nowhere_else_says_so():
    assert "not written down anywhere else" in Client().get("/log/anchors").content.decode()
    assert listed().json() == {"anchors": []}


def test_people_see_the_place_and_the_block():
    an_anchor(block=870_000)
    page = Client().get("/log/anchors").content.decode()
    assert ALICE in page
    assert "870000" in page


def test_software_is_told_the_root_and_where_the_files_are():
    anchor = an_anchor(block=870_000)
    answer = listed()
    assert answer["Access-Control-Allow-Origin"] == "*"
    [row] = answer.json()["anchors"]
    assert row["root"] == bytes(anchor.checkpoint.root).hex()
    assert (row["block"], row["size"], row["log"]) == (
        870_000,
        anchor.checkpoint.size,
        anchor.checkpoint.origin,
    )
    assert row["proof"].endswith(f"/log/anchors/{anchor.pk}/proof")


def test_the_two_files_fit_each_other():
    anchor = an_anchor()
    checkpoint = Client().get(f"/log/anchors/{anchor.pk}/checkpoint")
    proof = Client().get(f"/log/anchors/{anchor.pk}/proof")
    assert proof["Content-Disposition"].endswith('.ots"')
    stamped = opentimestamps.parse_file(proof.content).message
    assert stamped == hashlib.sha256(checkpoint.content).digest()


def test_what_was_not_sent_yet_is_not_told():
    anchor = an_anchor()
    type(anchor).objects.update(sent_at=None)
    assert listed().json() == {"anchors": []}
    assert Client().get(f"/log/anchors/{anchor.pk}/proof").status_code == 404
