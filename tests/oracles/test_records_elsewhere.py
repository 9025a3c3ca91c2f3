"""Digital Bazaar and jsonld.js on records and endorsements, which hold graphs inside graphs."""

import copy

import pytest

from credkit import canonical
from credkit.achievement import Profile
from credkit.clr import Record
from credkit.endorsement import Endorsement
from credkit.proofs import data_integrity
from oracles import specimen
from oracles.specimen import DID, LIST_URL, NOW, SIGNER, SITE

pytestmark = pytest.mark.oracle

ISSUER = Profile(DID, "SayPro")
RECORD = Record(
    id=f"{SITE}/records/1",
    name="Everything",
    issuer=ISSUER,
    holder_id=specimen.HOLDER["holder_id"],
    valid_from="2026-11-21T09:00:00Z",
    credentials=[specimen.secured(), specimen.secured(id=f"{SITE}/c/SP-9", number="SP-9")],
).to_json()
ENDORSEMENT = Endorsement(
    id=f"{SITE}/endorsements/1",
    name="Accreditation",
    issuer=ISSUER,
    endorsed_id=specimen.COURSE,
    endorsed_type="Achievement",
    comment="We vouch for it.",
    valid_from="2026-01-01T00:00:00Z",
).to_json()
DOCUMENTS = {DID: specimen.did_document(), LIST_URL: specimen.published_list()}


def test_jsonld_js_writes_the_same_canonical_lines(ask_node):
    documents = [RECORD, ENDORSEMENT]
    assert [canonical.rdfc(each) for each in documents] == ask_node(canonize=documents)


@pytest.mark.parametrize("document", [RECORD, ENDORSEMENT], ids=["record", "endorsement"])
def test_digital_bazaar_takes_ours_and_no_changed_one(document, ask_node):
    good = data_integrity.add(document, SIGNER, specimen.OPTIONS)
    changed = copy.deepcopy(good)
    changed["name"] = "Something else"
    answers = ask_node(DOCUMENTS, credentials=[good, changed], now=NOW.isoformat())
    assert [answer["verified"] for answer in answers] == [True, False], answers
