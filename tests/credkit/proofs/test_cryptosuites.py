"""The suites beside eddsa-rdfc-2022, on the credential that W3C signs with all of them."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from credkit import canonical, multibase
from credkit.errors import Fault, Malformed
from credkit.keys import P256Signer
from credkit.proofs import data_integrity
from credkit.proofs.data_integrity import Cryptosuite, Options
from oracles import specimen

VECTORS = Path(__file__).parents[2] / "vectors" / "vc_di_eddsa"
DOCUMENT = data_integrity.unsecured(json.loads((VECTORS / "signed-credential.json").read_text()))
KEYS = json.loads((VECTORS / "key-pair.json").read_text())
P256 = P256Signer(bytes(31) + b"\7")

# W3C vc-di-ecdsa, TestVectors: p256KeyPair.json, and ecdsa-rdfc-2019-p256.
P256_PUBLIC = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"
P256_SECRET = multibase.decode("z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN")[2:]
ECDSA = Options(
    f"did:key:{P256_PUBLIC}#{P256_PUBLIC}",
    "2023-02-24T23:36:38Z",
    cryptosuite=Cryptosuite.ECDSA_RDFC_2019,
)
ECDSA_HASHES = (
    "3a8a522f689025727fb9d1f0fa99a618da023e8494ac74f51015d009d35abc2e"
    "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017"
)
ECDSA_VALUE = (
    "zaHXrr7AQdydBk3ahpCDpWbxfLokDqmCToYm2dyWvpcFVyWooC2he63w1f7UNQoAMKdhaRtcnaE2KTo5o5vTCcfw"
)

# W3C vc-di-ecdsa, TestVectors: p384KeyPair.json; ecdsa-rdfc-2019-p384, with SHA-384 throughout;
# ecdsa-jcs-2019-p256 and -p384.
P384_PUBLIC = "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ"
P384_HASHES = (
    "e32805a26492eac777aa7a138f6d8da3c74e0c7be7b296dcaccf97420c3b92ea"
    "ad7be6449ca565e165031567f5c7cbc18bf6e01df72c5b62f91b685231915ac4"
    "b8c58ea95f002c6b8f6bfafa1b251df476b56b8e01518e317dab099d3ecbff96"
)
P384_PROOF = {
    "type": "DataIntegrityProof",
    "cryptosuite": "ecdsa-rdfc-2019",
    "created": "2023-02-24T23:36:38Z",
    "verificationMethod": f"did:key:{P384_PUBLIC}#{P384_PUBLIC}",
    "proofPurpose": "assertionMethod",
    "proofValue": (
        "z967Mvv5bxtmLNqTzPZ8KmJjFmFXaAKeQNzq7GWnQkMcLtaGSSmuozE5WtJ8PipMe178B1tE28K1vsJur9bGVJh"
        "z6jgSJsRHFSQeqgH8hhjcg8gZDFJC1b9FsR5ggNmDBqHv"
    ),
}
JCS_P256_PROOF = P384_PROOF | {
    "cryptosuite": "ecdsa-jcs-2019",
    "verificationMethod": f"did:key:{P256_PUBLIC}#{P256_PUBLIC}",
    "proofValue": (
        "zq6PrUMCtqY5obCSsrQxuFJdGffCDxvFuopdZiBPUBRTFEs1VVsBZi8YiEwVWgHYrXxoV93gBHqGDBtQLPFxpZxz"
    ),
}
JCS_P384_PROOF = P384_PROOF | {
    "cryptosuite": "ecdsa-jcs-2019",
    "proofValue": (
        "zR3krc7pt9Dpn1PY2u8HWPePggtzAG2SuH2ZGNrzw8Ku3QrFLWgDTjS5mCWy65ShixJEtpMwfviAFfh5xTgd5FG"
        "N1sSbpPJ5djqSZQLqQkY8KLBPNswuqKtq3bS8f9vEHm8w"
    ),
}

# W3C vc-di-eddsa, TestVectors: eddsa-jcs-2022.
JCS = Options(
    f"https://vc.example/issuers/5678#{KEYS['publicKeyMultibase']}",
    "2023-02-24T23:36:38Z",
    cryptosuite=Cryptosuite.EDDSA_JCS_2022,
)
JCS_PROOF_HASH = "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db"
JCS_DOCUMENT_HASH = "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19"
JCS_VALUE = (
    "z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEsddF9LsVogtuTsijJKh4"
)


def test_the_published_ecdsa_hashes_and_signature_are_ours():
    config = data_integrity.config_digest(DOCUMENT["@context"], ECDSA)
    content = hashlib.sha256(canonical.rdfc(DOCUMENT).encode()).digest()
    assert (config + content).hex() == ECDSA_HASHES
    secured = data_integrity.add(DOCUMENT, P256Signer(P256_SECRET), ECDSA)
    assert secured["proof"]["proofValue"] == ECDSA_VALUE
    assert data_integrity.holds(secured, P256_PUBLIC)


def test_a_p384_key_takes_sha_384_as_published():
    options = replace(ECDSA, verification_method=P384_PROOF["verificationMethod"])
    config = data_integrity.config_digest(DOCUMENT["@context"], options, "sha384")
    content = hashlib.sha384(canonical.rdfc(DOCUMENT, "sha384").encode()).digest()
    assert (content.hex(), config.hex()) == (P384_HASHES[96:], P384_HASHES[:96])


@pytest.mark.parametrize(
    ("proof", "key"),
    [(P384_PROOF, P384_PUBLIC), (JCS_P256_PROOF, P256_PUBLIC), (JCS_P384_PROOF, P384_PUBLIC)],
)
def test_the_other_published_ecdsa_signatures_hold(proof, key):
    secured = DOCUMENT | {"proof": proof}
    assert data_integrity.holds(secured, key)
    assert not data_integrity.holds(secured | {"name": "Alumna"}, key)
    assert not data_integrity.holds(DOCUMENT | {"proof": proof | {"id": "urn:x"}}, key)


def test_a_digest_that_is_not_of_its_hash_is_of_no_use_to_a_p384_key():
    known = hashlib.sha256(canonical.rdfc(DOCUMENT).encode()).digest()
    assert data_integrity.holds(
        DOCUMENT | {"proof": P384_PROOF}, P384_PUBLIC, document_digest=known
    )


def test_the_published_jcs_hashes_are_ours():
    key = KEYS["publicKeyMultibase"]
    config = data_integrity.config(replace(JCS, verification_method=f"did:key:{key}#{key}"))
    options = {"@context": DOCUMENT["@context"]} | config
    assert canonical.digest(options).hex() == JCS_PROOF_HASH
    assert canonical.digest(DOCUMENT).hex() == JCS_DOCUMENT_HASH


def test_the_published_jcs_signature_is_ours():
    signer = _ed25519()
    secured = data_integrity.add(DOCUMENT, signer, JCS)
    assert secured["proof"]["proofValue"] == JCS_VALUE
    assert secured["proof"]["@context"] == DOCUMENT["@context"]
    assert data_integrity.holds(secured, signer.public_multikey)


def test_jcs_signs_the_writing_and_rdfc_the_meaning():
    reordered = specimen.unsecured()
    reordered["credentialSubject"]["achievement"]["alignment"].reverse()
    for options, signer, same in (
        (specimen.OPTIONS, specimen.SIGNER, True),
        (JCS, specimen.SIGNER, False),
        (ECDSA, P256, True),
    ):
        secured = data_integrity.add(specimen.unsecured(), signer, options)
        moved = reordered | {"proof": secured["proof"]}
        assert data_integrity.holds(moved, signer.public_multikey) is same


def test_contexts_that_were_added_later_change_nothing_that_was_signed():
    secured = data_integrity.add(DOCUMENT, _ed25519(), JCS)
    added = "https://w3id.org/security/data-integrity/v2"
    more = secured | {"@context": [*secured["@context"], added]}
    assert data_integrity.holds(more, KEYS["publicKeyMultibase"])
    less = secured | {"@context": secured["@context"][:1]}
    with pytest.raises(Malformed, match="other contexts"):
        data_integrity.holds(less, KEYS["publicKeyMultibase"])


@pytest.mark.parametrize("options", [ECDSA, JCS], ids=lambda options: options.cryptosuite)
@pytest.mark.parametrize(
    "change",
    [
        {"name": "Alumna"},
        {"validFrom": "2023-01-01T00:00:01Z"},
        {"credentialSubject": {"id": "did:example:abcdefgh"}},
        {"id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc34"},
    ],
)
def test_one_change_and_the_proof_no_longer_holds(options, change):
    signer = P256 if options is ECDSA else _ed25519()
    secured = data_integrity.add(DOCUMENT, signer, options)
    assert data_integrity.holds(secured, signer.public_multikey)
    assert not data_integrity.holds(secured | change, signer.public_multikey)
    proof = secured["proof"] | {"created": "2023-02-24T23:36:39Z"}
    assert not data_integrity.holds(secured | {"proof": proof}, signer.public_multikey)


@pytest.mark.parametrize(
    "options", [ECDSA, JCS, specimen.OPTIONS], ids=lambda each: each.cryptosuite
)
def test_a_suite_takes_its_own_kind_of_key_only(options):
    mine, other = (P256, _ed25519()) if options is ECDSA else (_ed25519(), P256)
    secured = data_integrity.add(DOCUMENT, mine, options)
    with pytest.raises(Malformed) as refused:
        data_integrity.holds(secured, other.public_multikey)
    assert refused.value.fault is Fault.ALGORITHM
    with pytest.raises(Malformed, match="signs with"):
        data_integrity.add(DOCUMENT, other, options)


def test_a_proof_is_not_that_of_another_suite():
    secured = data_integrity.add(specimen.unsecured(), specimen.SIGNER, specimen.OPTIONS)
    proof = secured["proof"] | {"cryptosuite": Cryptosuite.EDDSA_JCS_2022}
    assert not data_integrity.holds(secured | {"proof": proof}, specimen.SIGNER.public_multikey)


def test_proofs_of_a_set_do_not_sign_each_other():
    once = data_integrity.add(DOCUMENT, _ed25519(), JCS)
    twice = data_integrity.add(once, P256, ECDSA)
    assert [proof["cryptosuite"] for proof in twice["proof"]] == [
        "eddsa-jcs-2022",
        "ecdsa-rdfc-2019",
    ]
    for proof, key in zip(
        twice["proof"], (KEYS["publicKeyMultibase"], P256.public_multikey), strict=True
    ):
        assert data_integrity.proof_holds(twice, proof, key)


def test_a_chain_of_proofs_is_refused():
    secured = data_integrity.add(DOCUMENT, P256, ECDSA)
    chained = secured | {"proof": secured["proof"] | {"previousProof": "urn:uuid:1"}}
    with pytest.raises(Malformed) as refused:
        data_integrity.holds(chained, P256.public_multikey)
    assert refused.value.fault is Fault.CHAIN


def test_more_proofs_than_anyone_needs_are_refused():
    many = DOCUMENT | {"proof": [{"type": "DataIntegrityProof"}] * 17}
    with pytest.raises(Malformed) as refused:
        data_integrity.supported(many)
    assert refused.value.fault is Fault.TOO_MUCH


@pytest.mark.parametrize("suite", [None, 7, [], "eddsa-2022", "bbs-2023"])
def test_a_suite_that_we_do_not_know_is_not_ours_to_judge(suite):
    proof = {"type": "DataIntegrityProof", "cryptosuite": suite}
    assert data_integrity.supported(DOCUMENT | {"proof": proof}) == []


def _ed25519():
    return specimen.LocalSigner(multibase.decode(KEYS["privateKeyMultibase"])[2:])
