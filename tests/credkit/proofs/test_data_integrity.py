import copy
import json
from dataclasses import replace
from pathlib import Path

import pytest

from credkit import canonical, multibase
from credkit.errors import Malformed
from credkit.keys import LocalSigner
from credkit.proofs import data_integrity
from oracles import specimen

VECTORS = Path(__file__).parents[2] / "vectors" / "vc_di_eddsa"
PUBLISHED = json.loads((VECTORS / "signed-credential.json").read_text())
KEYS = json.loads((VECTORS / "key-pair.json").read_text())
KEY = specimen.SIGNER.public_multikey


def _options_of(document):
    proof = document["proof"]
    return data_integrity.Options(
        proof["verificationMethod"], proof["created"], proof["proofPurpose"]
    )


def test_the_published_credential_holds():
    assert data_integrity.holds(PUBLISHED, KEYS["publicKeyMultibase"])


def test_our_hash_of_the_published_options_is_the_published_one():
    held = data_integrity.config_digest(PUBLISHED["@context"], _options_of(PUBLISHED))
    assert held.hex() == (VECTORS / "proof-config-hash.txt").read_text().strip()


def test_our_hash_of_the_published_document_is_the_published_one():
    held = data_integrity._digest(data_integrity.unsecured(PUBLISHED))
    assert held.hex() == (VECTORS / "doc-hash.txt").read_text().strip()


def test_we_sign_the_published_document_to_the_same_byte():
    seed = multibase.decode(KEYS["privateKeyMultibase"])[2:]
    unsecured = data_integrity.unsecured(PUBLISHED)
    assert data_integrity.add(unsecured, LocalSigner(seed), _options_of(PUBLISHED)) == PUBLISHED


def test_the_short_way_to_the_options_hash_is_the_long_one():
    contexts = specimen.unsecured()["@context"]
    config = {"@context": contexts} | data_integrity.config(specimen.OPTIONS)
    assert data_integrity.config_digest(contexts, specimen.OPTIONS) == data_integrity._digest(
        config
    )


def test_signing_digests_is_signing_the_document():
    shape, options = specimen.shape(), specimen.OPTIONS
    document = shape.fill(specimen.HOLDER)
    signature = data_integrity.sign(
        shape.digest(specimen.HOLDER),
        data_integrity.config_digest(document["@context"], options),
        specimen.SIGNER,
    )
    assert data_integrity.secure(document, options, signature) == specimen.secured()


def test_a_known_digest_spares_the_work_and_is_believed():
    digest = specimen.shape().digest(specimen.HOLDER)
    assert data_integrity.holds(specimen.secured(), KEY, document_digest=digest)
    assert not data_integrity.holds(specimen.secured(), KEY, document_digest=bytes(32))


def _changed(path, value):
    document = copy.deepcopy(specimen.secured())
    *way, last = path
    node = document
    for step in way:
        node = node[step]
    node[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["credentialSubject", "name"], "Zoë van der Merwf"),
        (["validUntil"], "2039-11-20T09:00:00Z"),
        (["credentialSubject", "achievement", "creditsAvailable"], 13),
        (["credentialStatus", "statusListIndex"], "77124"),
        (["issuer", "name"], "Saypro"),
        (["proof", "created"], "2026-11-20T09:00:01Z"),
        (["proof", "proofPurpose"], "authentication"),
        (["proof", "nonce"], "n"),
        (["proof", "proofValue"], multibase.to_base58btc(bytes(64))),
    ],
)
def test_one_change_and_the_proof_no_longer_holds(path, value):
    assert not data_integrity.holds(_changed(path, value), KEY)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["nickname"], "Z"),
        (["proof", "remark"], "unsigned"),
        (["proof", "proofValue"], "uAAAA"),
        (["proof", "proofValue"], None),
        (["proof", "previousProof"], "urn:uuid:1"),
        (["proof", "@context"], ["https://w3id.org/security/data-integrity/v2"]),
        (["proof", "type"], "Ed25519Signature2020"),
        (["proof", "cryptosuite"], "ecdsa-rdfc-2019"),
        (["proof"], "text"),
        (["proof"], []),
        (["@context"], "https://example.org/unknown"),
    ],
)
def test_what_cannot_be_checked_is_malformed(path, value):
    with pytest.raises(Malformed):
        data_integrity.holds(_changed(path, value), KEY)


def test_the_order_of_members_and_of_sets_is_free():
    document = specimen.secured()
    document["credentialSubject"]["achievement"]["alignment"].reverse()
    assert data_integrity.holds(dict(reversed(document.items())), KEY)


def test_a_proof_may_repeat_the_contexts_of_its_document():
    contexts = specimen.unsecured()["@context"]
    assert data_integrity.holds(_changed(["proof", "@context"], contexts), KEY)


def test_a_proof_may_say_more_than_ours_do():
    unsecured = specimen.unsecured()
    options = data_integrity.config(specimen.OPTIONS) | {
        "expires": "2027-01-01T00:00:00Z",
        "domain": "example.org",
    }
    config = data_integrity._digest({"@context": unsecured["@context"]} | options)
    content = data_integrity._digest(unsecured)
    value = data_integrity.proof_value(data_integrity.sign(content, config, specimen.SIGNER))
    secured = unsecured | {"proof": [options | {"proofValue": value}]}
    assert data_integrity.holds(secured, KEY)


def test_another_key_did_not_sign_it():
    other = LocalSigner(bytes(32))
    assert not data_integrity.holds(specimen.secured(), other.public_multikey)


def test_signing_leaves_the_document_alone():
    unsecured = specimen.unsecured()
    before = canonical.jcs(unsecured)
    data_integrity.add(unsecured, specimen.SIGNER, specimen.OPTIONS)
    assert canonical.jcs(unsecured) == before


def test_the_short_way_to_the_secured_bytes_is_the_long_one():
    signature = specimen.SIGNER.sign(b"anything")
    form = data_integrity.secured_form(specimen.shape(), specimen.OPTIONS)
    proof_value = {data_integrity.PROOF_VALUE: data_integrity.proof_value(signature)}
    unsecured = specimen.shape().fill(specimen.HOLDER)
    secured = data_integrity.secure(unsecured, specimen.OPTIONS, signature)
    assert form.fill(specimen.HOLDER | proof_value) == canonical.jcs(secured)


def test_plain_json_without_contexts_can_be_signed_as_it_is_written():
    suite = data_integrity.Cryptosuite.EDDSA_JCS_2022
    options = replace(specimen.OPTIONS, cryptosuite=suite)
    signed = data_integrity.add({"files": {"a": "b"}}, specimen.SIGNER, options)
    assert data_integrity.holds(signed, KEY)
    assert not data_integrity.holds(signed | {"files": {"a": "c"}}, KEY)
    assert not data_integrity.holds(signed | {"@context": ["urn:x"]}, KEY)
