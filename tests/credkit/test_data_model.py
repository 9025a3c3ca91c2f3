"""What the test suite of the W3C asks of an issuer, section by section of the data model.

https://github.com/w3c/vc-data-model-2.0-test-suite: its statements, in documents of our own.
"""

import pytest

from credkit.data_model import CONTEXT, check_credential, check_presentation
from credkit.errors import Malformed

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
TYPE = "https://example.org/#Kind"


def a_credential(**changes: object) -> dict:
    made = {
        "@context": [CONTEXT],
        "type": ["VerifiableCredential"],
        "issuer": "did:example:issuer",
        "credentialSubject": {"id": "did:example:subject"},
    } | changes
    return {name: value for name, value in made.items() if value is not ...}


def typed(**more: object) -> dict:
    return {"type": TYPE, "id": "urn:example:1"} | more


SOUND = {
    "4.3 more than one context": a_credential(**{"@context": [CONTEXT, EXAMPLES]}),
    "4.3 a term of its own": a_credential(
        **{"@context": [CONTEXT, {"ExampleCredential": "https://example.org/#ExampleCredential"}]},
        type=["VerifiableCredential", "ExampleCredential"],
    ),
    "4.4 an id": a_credential(id="urn:uuid:1"),
    "4.4 no id of the subject": a_credential(
        **{"@context": [CONTEXT, EXAMPLES]}, credentialSubject={"alumniOf": "x"}
    ),
    "4.5 a type that is a URL": a_credential(type=["VerifiableCredential", TYPE]),
    "4.5 in any order": a_credential(type=[TYPE, "VerifiableCredential"]),
    "4.6 a name": a_credential(name="x", description="y"),
    "4.6 a name in a language": a_credential(name={"@value": "x", "@language": "en"}),
    "4.6 in several": a_credential(
        name=[{"@value": "x", "@language": "en"}, {"@value": "y", "@language": "xh"}]
    ),
    "4.6 of the issuer": a_credential(issuer={"id": "did:example:i", "name": "x"}),
    "4.7 an issuer as an object": a_credential(issuer={"id": "did:example:issuer"}),
    "4.8 several subjects": a_credential(
        credentialSubject=[{"id": "did:example:a"}, {"id": "did:example:b"}]
    ),
    "4.9 milliseconds": a_credential(validFrom="2022-02-22T22:22:22.123Z"),
    "4.9 a zone": a_credential(validUntil="2052-02-22T22:22:22-05:00"),
    "4.9 from and until": a_credential(
        validFrom="2022-02-22T22:22:22Z", validUntil="2052-02-22T22:22:22Z"
    ),
    "4.10 a status": a_credential(credentialStatus=typed()),
    "4.10 a status without id": a_credential(credentialStatus={"type": TYPE}),
    "4.11 a schema": a_credential(
        credentialSchema={"id": "https://example.org/s.json", "type": "JsonSchema"}
    ),
    "4.11 several": a_credential(
        credentialSchema=[
            {"id": f"https://example.org/{n}.json", "type": "JsonSchema"} for n in "ab"
        ]
    ),
    "5.3 a resource by SRI": a_credential(
        relatedResource={"id": "https://example.org/r", "digestSRI": "sha256-" + "A" * 43 + "="}
    ),
    "5.4 refreshing": a_credential(refreshService=typed()),
    "5.5 terms of use": a_credential(termsOfUse=[typed(), {"type": TYPE}]),
    "5.6 evidence": a_credential(evidence=[typed(), typed(id="urn:example:2")]),
}
UNSOUND = {
    "4.3 no context": a_credential(**{"@context": ...}),
    "4.3 another first": a_credential(**{"@context": [EXAMPLES, CONTEXT]}),
    "4.3 the first missing": a_credential(**{"@context": [EXAMPLES]}),
    "4.3 one that nobody knows": a_credential(**{"@context": [CONTEXT, "https ://no.example"]}),
    "4.3 a number": a_credential(**{"@context": [CONTEXT, 123192875]}),
    "4.3 a protected term defined anew": a_credential(
        **{"@context": [CONTEXT, {"issuer": "https://example.org/#issuer"}]}
    ),
    "4.4 id of null": a_credential(id=None),
    "4.4 two ids": a_credential(id=["urn:uuid:1", "urn:uuid:2"]),
    "4.4 id that is no URL": a_credential(id="not-a-url"),
    "4.4 two ids of the subject": a_credential(credentialSubject={"id": ["urn:a:1", "urn:a:2"]}),
    "4.5 no type": a_credential(type=...),
    "4.5 only another type": a_credential(type=[TYPE]),
    "4.5 a type that is not defined": a_credential(type=["VerifiableCredential", "Unheard"]),
    "4.6 a name with more": a_credential(name={"@value": "x", "@language": "en", "url": "y"}),
    "4.6 a description that is a number": a_credential(description=7),
    "4.6 of the issuer, with more": a_credential(
        issuer={"id": "did:example:i", "name": {"@value": "x", "more": "y"}}
    ),
    "4.7 no issuer": a_credential(issuer=...),
    "4.7 null": a_credential(issuer=None),
    "4.7 no URL": a_credential(issuer="not-a-url"),
    "4.7 an object without id": a_credential(issuer={"id": None}),
    "4.7 an object with a bad id": a_credential(issuer={"id": "not-a-url"}),
    "4.8 no subject": a_credential(credentialSubject=...),
    "4.8 an empty one": a_credential(credentialSubject={}),
    "4.8 an empty one among others": a_credential(credentialSubject=[{"id": "did:example:a"}, {}]),
    "4.9 no date": a_credential(validFrom="2022-02-22"),
    "4.9 no zone": a_credential(validUntil="2022-02-22T22:22:22"),
    "4.9 the end before the beginning": a_credential(
        validFrom="2052-02-22T22:22:22Z", validUntil="2022-02-22T22:22:22Z"
    ),
    "4.10 a status without type": a_credential(credentialStatus={"id": "urn:example:1"}),
    "4.10 with two ids": a_credential(credentialStatus=typed(id=["urn:a:1", "urn:a:2"])),
    "4.10 with an id that is no URL": a_credential(credentialStatus=typed(id="not-a-url")),
    "4.10 of a kind that is not defined": a_credential(credentialStatus=typed(type="Unheard")),
    "4.11 a schema without type": a_credential(credentialSchema={"id": "https://example.org/s"}),
    "4.11 without id": a_credential(credentialSchema={"type": "JsonSchema"}),
    "4.11 with a number for an id": a_credential(credentialSchema={"type": "JsonSchema", "id": 6}),
    "5.2 a term that is not defined": a_credential(unheard="x"),
    "5.3 a resource as text": a_credential(relatedResource=["https://example.org/r"]),
    "5.3 without id": a_credential(relatedResource={"digestSRI": "sha256-" + "A" * 43 + "="}),
    "5.3 without digest": a_credential(relatedResource={"id": "https://example.org/r"}),
    "5.3 twice": a_credential(
        relatedResource=[{"id": "https://example.org/r", "digestSRI": "sha256-" + "A" * 43 + "="}]
        * 2
    ),
    "5.3 with what is no digest": a_credential(
        relatedResource={"id": "https://example.org/r", "digestSRI": "sha256-" + "a1" * 32}
    ),
    "5.3 with another multihash": a_credential(
        relatedResource={"id": "https://example.org/r", "digestMultibase": "uEiA"}
    ),
    "5.3 another than ours": a_credential(
        relatedResource={"id": CONTEXT, "digestSRI": "sha256-" + "A" * 43 + "="}
    ),
    "5.4 refreshing without type": a_credential(refreshService={"id": "urn:example:1"}),
    "5.5 terms of use without type": a_credential(termsOfUse={"id": "urn:example:1"}),
    "5.6 evidence without type": a_credential(evidence=[{"id": "urn:example:1"}]),
    "5.6 evidence as text": a_credential(evidence="x"),
}


def a_presentation(**changes: object) -> dict:
    made = {"@context": [CONTEXT], "type": ["VerifiablePresentation"]} | changes
    return {name: value for name, value in made.items() if value is not ...}


@pytest.mark.parametrize("document", SOUND.values(), ids=SOUND)
def test_what_the_data_model_allows_may_be_said(document):
    check_credential(document)


@pytest.mark.parametrize("document", UNSOUND.values(), ids=UNSOUND)
def test_what_it_does_not_allow_is_refused(document):
    with pytest.raises(Malformed):
        check_credential(document)


@pytest.mark.parametrize(
    "document",
    [
        a_presentation(),
        a_presentation(holder="did:example:h"),
        a_presentation(holder={"id": "did:example:h"}),
        a_presentation(verifiableCredential=[a_credential()]),
    ],
)
def test_a_presentation_may_hold_credentials(document):
    check_presentation(document)


@pytest.mark.parametrize(
    "document",
    [
        a_presentation(**{"@context": ...}),
        a_presentation(**{"@context": [EXAMPLES, CONTEXT]}),
        a_presentation(type=...),
        a_presentation(type=["VerifiableCredential"]),
        a_presentation(holder="not-a-url"),
        a_presentation(verifiableCredential=["a.b.c"]),
        a_presentation(unheard="x"),
    ],
)
def test_a_presentation_of_another_form_is_refused(document):
    with pytest.raises(Malformed):
        check_presentation(document)


def test_what_is_signed_already_may_be_checked_again():
    check_credential(a_credential(proof={"type": "DataIntegrityProof"}))
