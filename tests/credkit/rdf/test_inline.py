"""A document may define terms of its own, and hide nothing behind them."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credkit import canonical, rdf
from credkit.errors import Fault, Malformed
from credkit.keys import LocalSigner
from credkit.proofs import data_integrity
from credkit.proofs.data_integrity import Cryptosuite, Options
from credkit.rdf import json_ld

VC = "https://www.w3.org/ns/credentials/v2"
CRED = "https://www.w3.org/2018/credentials#"
MARKS = {
    "ex": "https://example.org/marks#",
    "mark": {"@id": "ex:mark", "@type": "https://example.org/marks#percent"},
    "marker": {"@id": "https://example.org/marks#by", "@type": "@id"},
    "steps": {"@id": "ex:steps", "@container": "@list"},
    "Marked": "https://example.org/marks#Marked",
}
SIGNER = LocalSigner(b"\1" * 32)


def a_document(*own: object, **subject: object) -> dict:
    return {
        "@context": [VC, *own],
        "type": ["VerifiableCredential"],
        "issuer": "did:web:example.org",
        "credentialSubject": {"id": "urn:uuid:1"} | subject,
    }


def lines(document: dict) -> list[str]:
    return [line for line in canonical.rdfc(document).splitlines() if "marks#" in line]


def test_a_document_may_define_terms_of_its_own():
    found = lines(a_document(MARKS, type="Marked", mark="92", marker="did:web:m", steps=["a"]))
    ex = "https://example.org/marks#"
    assert f'<urn:uuid:1> <{ex}mark> "92"^^<{ex}percent> .' in found
    assert f"<urn:uuid:1> <{ex}by> <did:web:m> ." in found
    assert any(f"> <{ex}Marked> ." in line for line in found)
    assert f"<urn:uuid:1> <{ex}steps> _:c14n1 ." in found


def test_it_may_have_a_vocabulary_of_its_own():
    found = lines(a_document({"@vocab": "https://example.org/marks#"}, mark="92"))
    assert found == ['<urn:uuid:1> <https://example.org/marks#mark> "92" .']


def test_the_next_document_knows_nothing_of_them():
    before = len(json_ld._resolved)
    rdf.quads(a_document(MARKS, mark="92"))
    assert len(json_ld._resolved) == before
    with pytest.raises(Malformed, match="undefined term: mark"):
        rdf.quads(a_document(mark="92"))


def test_what_is_still_not_defined_is_refused():
    with pytest.raises(Malformed, match="undefined term: grade"):
        rdf.quads(a_document(MARKS, grade="A"))


@pytest.mark.parametrize("suite", [Cryptosuite.EDDSA_RDFC_2022, Cryptosuite.EDDSA_JCS_2022])
def test_they_are_part_of_what_is_signed(suite):
    options = Options("did:web:example.org#key", "2026-11-20T09:00:00Z", cryptosuite=suite)
    document = a_document(MARKS, mark="92")
    secured = data_integrity.add(document, SIGNER, options)
    assert data_integrity.holds(secured, SIGNER.public_multikey)
    changed = MARKS | {"mark": {"@id": "ex:loss"}}
    if "@context" in secured["proof"]:
        secured["proof"]["@context"] = [VC, changed]
    assert not data_integrity.holds(secured | {"@context": [VC, changed]}, SIGNER.public_multikey)


def test_the_end_of_validity_cannot_be_called_something_else():
    # The same quads, and so the same signature: but whoever looks for validUntil finds none.
    honest = a_document() | {"validUntil": "2027-01-01T00:00:00Z"}
    address = f"{CRED}validUntil"
    date = "http://www.w3.org/2001/XMLSchema#dateTime"
    for own in (
        {"end": {"@id": address, "@type": date}},
        {"c": CRED, "end": {"@id": "c:validUntil", "@type": date}},
        {"c": f"{CRED}valid", "end": {"@id": "c:Until", "@type": date}},
    ):
        hidden = a_document(own) | {"end": honest["validUntil"]}
        with pytest.raises(Malformed, match="another name for what is published"):
            rdf.quads(hidden)
    with pytest.raises(Malformed, match="another name for what is published"):
        rdf.quads(a_document({"@vocab": CRED}) | {"validUntil": honest["validUntil"]})


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ({"validUntil": "https://example.org/x"}, "define anew"),
        ({"id": "https://example.org/x"}, "define anew"),
        ({"type": {"@id": "@type"}}, "define anew"),
        ({"achievement": "https://example.org/x"}, "define anew"),
        ({"VerifiableCredential": "https://example.org/x"}, "define anew"),
        ({"Kind": f"{CRED}VerifiableCredential"}, "another name"),
        ({"known": "https://schema.org/name"}, "another name"),
        ({"standing": f"{CRED}credentialStatus"}, "another name"),
        ({"won": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement"}, "another name"),
        ({"x": None}, "do not read"),
        ({"x": {"@id": None}}, "without an address"),
        ({"x": {}}, "without an address"),
        ({"x": {"@type": "@id"}}, "without an address"),
        ({"x": "@id"}, "not an IRI"),
        ({"x": "@type"}, "not an IRI"),
        ({"x": "relative"}, "not an IRI"),
        ({"x": "issuer:x"}, "abbreviates"),
        ({"x": {"@reverse": "https://example.org/x"}}, "do not read"),
        ({"x": {"@id": "urn:x", "@context": {}}}, "do not read"),
        ({"x": {"@id": "urn:x", "@prefix": True}}, "do not read"),
        ({"x": {"@id": "urn:x", "@nest": "y"}}, "do not read"),
        ({"x": {"@id": "urn:x", "@language": "en"}}, "do not read"),
        ({"x": {"@id": "urn:x", "@container": "@index"}}, "container"),
        ({"x": {"@id": "urn:x", "@container": ["@graph", "@id"]}}, "container"),
        ({"x": {"@id": "urn:x", "@type": "@vocab"}}, "not an IRI"),
        ({"x": {"@id": "urn:x", "@type": 7}}, "without an address"),
        ({"x:y": "urn:x"}, "not a term"),
        ({"": "urn:x"}, "not a term"),
        ({"@base": "https://example.org/"}, "not a term"),
        ({"@import": VC}, "not a term"),
        ({"@language": "en"}, "not a term"),
        ({"@vocab": ""}, "not a vocabulary"),
        ({"@vocab": "https://example.org/ma"}, "not a vocabulary"),
        ({"did": "https://example.org/#"}, "abbreviates"),
        ({"urn": "https://example.org/#"}, "abbreviates"),
    ],
)
def test_what_could_hide_something_is_refused(own, why):
    with pytest.raises(Malformed, match=why):
        rdf.quads(a_document(own))


def test_a_type_cannot_be_written_with_an_abbreviation():
    document = a_document(MARKS) | {"type": ["VerifiableCredential", "ex:Marked"]}
    with pytest.raises(Malformed, match="an address that the document abbreviates: ex:Marked"):
        rdf.quads(document)


def test_the_usual_abbreviations_may_be_repeated():
    xsd = "http://www.w3.org/2001/XMLSchema#"
    own = {"xsd": xsd, "on": {"@id": "https://example.org/marks#on", "@type": "xsd:date"}}
    (found,) = lines(a_document(own, on="2026-11-21"))
    assert found.endswith(f'"2026-11-21"^^<{xsd}date> .')
    with pytest.raises(Malformed, match="define anew"):
        rdf.quads(a_document(own | {"xsd": "https://example.org/#"}))


def test_a_text_may_begin_like_an_abbreviation():
    assert lines(a_document(MARKS, mark="ex: not an address"))


def test_more_terms_than_anyone_needs_are_refused():
    with pytest.raises(Malformed) as refused:
        rdf.quads(a_document({f"t{number}": f"urn:t:{number}" for number in range(300)}))
    assert refused.value.fault is Fault.TOO_MUCH


@pytest.mark.parametrize("own", [7, True, None, [], ["x"]])
def test_a_context_is_an_address_or_an_object(own):
    with pytest.raises(Malformed):
        rdf.quads(a_document(own))


words = st.sampled_from(
    ["mark", "validUntil", "ex", "@id", "@type", "@vocab", "@container", "@context", "c", "xsd"]
)
values = st.sampled_from(
    [CRED, f"{CRED}validUntil", "ex:mark", "c:validUntil", "https://example.org/marks#", "@id", ""]
)
contexts = st.dictionaries(
    words,
    st.recursive(
        values | st.none() | st.booleans() | st.integers(),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)


@settings(deadline=None)
@given(contexts, words)
def test_whatever_is_defined_nothing_else_becomes_the_end_of_validity(own, word):
    document = a_document(own) | {word: "2027-01-01T00:00:00Z"}
    with suppress(Malformed):
        ends = [line for line in canonical.rdfc(document).splitlines() if f"{CRED}valid" in line]
        assert word == "validUntil" or not ends
