import base64
import hashlib

import pytest

from credkit import contexts, multibase, resources, schemas
from credkit.errors import Fault, Malformed
from credkit.proofs import data_integrity
from credkit.verify import CheckCode, Status, verify
from oracles import specimen

CONTEXT = "https://www.w3.org/ns/credentials/v2"
# VC Data Model 2.0, appendix B.1, publishes this digest of that context.
PUBLISHED = "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
ELSEWHERE = "https://example.org/picture.png"


def sri(content: bytes, name: str = "sha256") -> str:
    return f"{name}-{base64.b64encode(hashlib.new(name, content).digest()).decode()}"


def related(*found: dict) -> dict:
    return {"relatedResource": list(found)}


@pytest.mark.parametrize("name", ["sha256", "sha384", "sha512"])
@pytest.mark.parametrize("url", [CONTEXT, schemas.CLR_CREDENTIAL])
def test_what_we_hold_has_the_digest_that_was_meant(url, name):
    content = contexts.content(url) if url == CONTEXT else schemas.content(url)
    assert resources.check(related({"id": url, "digestSRI": sri(content, name)})) == []
    with pytest.raises(Malformed, match="not the resource that was meant") as refused:
        resources.check(related({"id": url, "digestSRI": sri(content + b" ", name)}))
    assert refused.value.fault is Fault.CLAIMS


def test_the_published_digest_of_the_first_context_is_that_of_ours():
    for encode in (multibase.to_base58btc, multibase.to_base64url):
        digest = encode(b"\x12\x20" + bytes.fromhex(PUBLISHED))
        assert resources.check(related({"id": CONTEXT, "digestMultibase": digest})) == []


def test_of_two_digests_neither_may_be_wrong():
    right, wrong = sri(contexts.content(CONTEXT)), sri(b"")
    with pytest.raises(Malformed):
        resources.check(related({"id": CONTEXT, "digestSRI": [right, wrong]}))
    digest = multibase.to_base64url(b"\x12\x20" + bytes(32))
    with pytest.raises(Malformed):
        resources.check(related({"id": CONTEXT, "digestSRI": right, "digestMultibase": digest}))


def test_what_we_do_not_hold_is_named():
    assert resources.check(related({"id": ELSEWHERE, "digestSRI": sri(b"any")})) == [ELSEWHERE]


@pytest.mark.parametrize(
    "resource",
    [
        "https://example.org/r",
        {"id": "r", "digestSRI": sri(b"")},
        {"id": ELSEWHERE},
        {"id": ELSEWHERE, "digestSRI": ""},
        {"id": ELSEWHERE, "digestSRI": "md5-" + "A" * 22},
        {"id": ELSEWHERE, "digestSRI": "sha256-" + "A" * 42},
        {"id": ELSEWHERE, "digestSRI": "sha512-" + "A" * 43 + "="},
        {"id": ELSEWHERE, "digestSRI": 7},
        {"id": ELSEWHERE, "digestMultibase": "uEiA"},
        {"id": ELSEWHERE, "digestMultibase": "u"},
        {"id": ELSEWHERE, "digestMultibase": multibase.to_base64url(b"\x11\x14" + bytes(20))},
    ],
)
def test_a_resource_of_another_form_is_refused(resource):
    with pytest.raises(Malformed):
        resources.check(related(resource))


def test_a_credential_that_means_another_resource_than_ours_is_not_read():
    document = specimen.unsecured() | related({"id": CONTEXT, "digestSRI": sri(b"another")})
    secured = data_integrity.add(document, specimen.SIGNER, specimen.OPTIONS)
    assert verify(secured, specimen.materials(), specimen.NOW).status is Status.UNREADABLE


def test_what_nobody_has_looked_at_is_a_remark():
    document = specimen.unsecured() | related({"id": ELSEWHERE, "digestSRI": sri(b"any")})
    secured = data_integrity.add(document, specimen.SIGNER, specimen.OPTIONS)
    verdict = verify(secured, specimen.materials(), specimen.NOW)
    assert verdict.status is Status.VALID
    (form,) = (check for check in verdict.checks if check.code is CheckCode.FORM)
    assert form.detail == f"not looked at: {ELSEWHERE}"
