import copy
import hashlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credkit import canonical, cbor, did, multibase, rdf
from credkit.errors import Fault, Malformed
from credkit.keys import P256Signer
from credkit.proofs import selective, selective_values
from credkit.proofs.data_integrity import Options
from credkit.proofs.statements import random_name
from credkit.verify import CheckCode, Finding, Materials, Status, verify
from n_quads import parse
from oracles import specimen
from oracles.specimen import DID, LIST_URL, NOW

P256 = P256Signer(bytes(31) + b"\7")
OPTIONS = Options(did.key_id(DID, P256.public_multikey), "2026-11-20T09:00:00Z")
SECRETS = selective.Secrets(b"h" * 32, b"k" * 32)
SHOWN = ["/credentialSubject/name", "/evidence/1"]

# W3C vc-di-ecdsa, TestVectors/ecdsa-sd-2023: the keys, the statements with their random names,
# and the base proof, of an older version. The newer one: test_selective_published.py.
BASE_KEY = multibase.decode("z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN")[2:]
STATEMENT_KEY = multibase.decode("z42tqvNGyzyXRzotAYn43UhcFtzDUVdxJ7461fwrfhBPLmfY")[2:]
HMAC_KEY = bytes.fromhex("00112233445566778899AABBCCDDEEFF" * 2)
DID_KEY = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"
STATEMENTS = """\
_:u3Lv2QpFgo-YAegc1cQQKWJFW2sEjQF6FfuZ0VEoMKHg <V#sailName> "Lahaina" .
_:u3Lv2QpFgo-YAegc1cQQKWJFW2sEjQF6FfuZ0VEoMKHg <V#size> "7.8E0"^^<X#double> .
_:u3Lv2QpFgo-YAegc1cQQKWJFW2sEjQF6FfuZ0VEoMKHg <V#year> "2023"^^<X#integer> .
_:u4YIOZn1MHES1Z4Ij2hWZG3R4dEYBqg5fHTyDEvYhC38 <V#boardName> "CompFoil170" .
_:u4YIOZn1MHES1Z4Ij2hWZG3R4dEYBqg5fHTyDEvYhC38 <V#brand> "Wailea" .
_:u4YIOZn1MHES1Z4Ij2hWZG3R4dEYBqg5fHTyDEvYhC38 <V#year> "2022"^^<X#integer> .
_:uQ-qOZUDlozRsGk46ux9gp9fjT28Fy3g3nctmMoqi_U0 <V#sailName> "Lahaina" .
_:uQ-qOZUDlozRsGk46ux9gp9fjT28Fy3g3nctmMoqi_U0 <V#size> "6.1E0"^^<X#double> .
_:uQ-qOZUDlozRsGk46ux9gp9fjT28Fy3g3nctmMoqi_U0 <V#year> "2023"^^<X#integer> .
_:uVkUuBrlOaELGVQWJD4M_qW5bcKEHWGNbOrPA_qAOKKw <V#boardName> "Kanaha Custom" .
_:uVkUuBrlOaELGVQWJD4M_qW5bcKEHWGNbOrPA_qAOKKw <V#brand> "Wailea" .
_:uVkUuBrlOaELGVQWJD4M_qW5bcKEHWGNbOrPA_qAOKKw <V#year> "2019"^^<X#integer> .
_:ufUWJRHQ9j1jmUKHLL8k6m0CZ8g4v73gOpaM5kL3ZACQ <V#sailName> "Kihei" .
_:ufUWJRHQ9j1jmUKHLL8k6m0CZ8g4v73gOpaM5kL3ZACQ <V#size> "5.5E0"^^<X#double> .
_:ufUWJRHQ9j1jmUKHLL8k6m0CZ8g4v73gOpaM5kL3ZACQ <V#year> "2023"^^<X#integer> .
_:uk0AeXgJ4e6m1XsV5-xFud0L_1mUjZ9Mffhg5aZGTyDk <TYPE> <CREDENTIAL> .
_:uk0AeXgJ4e6m1XsV5-xFud0L_1mUjZ9Mffhg5aZGTyDk <V#boards> \
_:u4YIOZn1MHES1Z4Ij2hWZG3R4dEYBqg5fHTyDEvYhC38 .
_:uk0AeXgJ4e6m1XsV5-xFud0L_1mUjZ9Mffhg5aZGTyDk <V#boards> \
_:uVkUuBrlOaELGVQWJD4M_qW5bcKEHWGNbOrPA_qAOKKw .
_:uk0AeXgJ4e6m1XsV5-xFud0L_1mUjZ9Mffhg5aZGTyDk <V#sailNumber> "Earth101" .
_:uk0AeXgJ4e6m1XsV5-xFud0L_1mUjZ9Mffhg5aZGTyDk <V#sails> \
_:u3Lv2QpFgo-YAegc1cQQKWJFW2sEjQF6FfuZ0VEoMKHg .
_:uk0AeXgJ4e6m1XsV5-xFud0L_1mUjZ9Mffhg5aZGTyDk <V#sails> \
_:uQ-qOZUDlozRsGk46ux9gp9fjT28Fy3g3nctmMoqi_U0 .
_:uk0AeXgJ4e6m1XsV5-xFud0L_1mUjZ9Mffhg5aZGTyDk <V#sails> \
_:ufUWJRHQ9j1jmUKHLL8k6m0CZ8g4v73gOpaM5kL3ZACQ .
_:uk0AeXgJ4e6m1XsV5-xFud0L_1mUjZ9Mffhg5aZGTyDk <V#sails> \
_:ukR2991GJuy_Tkjem_x7pLVpS4C4GkZAcuGtiPhBfSSc .
_:ukR2991GJuy_Tkjem_x7pLVpS4C4GkZAcuGtiPhBfSSc <V#sailName> "Lahaina" .
_:ukR2991GJuy_Tkjem_x7pLVpS4C4GkZAcuGtiPhBfSSc <V#size> "7"^^<X#integer> .
_:ukR2991GJuy_Tkjem_x7pLVpS4C4GkZAcuGtiPhBfSSc <V#year> "2020"^^<X#integer> .
"""
ALWAYS = (5, 6, 7, 8, 15, 16, 18, 20, 22, 23, 24, 25)
BASE_SIGNATURE = (
    "5a26e45631504cf42f445b751f01677d5c4b33d89b90d6750429103a8c7ca54a"
    "81ca365079d96772920a35e561ef663882fbd4e89d4d10ccab0ce78c5f7d9103"
)
PROOF_HASH = "9c5c9b189f06cfa9d9f21a838ccb9b04316f07ad1a517bfd4955ee28c6a8229c"
FIRST_SIGNATURE = (
    "29560a336e740c370d58e610a549980b567935984947089ef2f5547aff78406b"
    "2df375a1a16eff50ce8950bb0a8cd5478f1665650ca8bcde31c3533f9a19fa4c"
)
LAST_SIGNATURE = (
    "43093442ebc81c551cac0647afedeb62f7d9cdacf0cd82500a9398738517dcf7"
    "0507156dc88ed4f4f89e50e362f3710b155037d60a26c4b70262e9fbe7dd6b7d"
)
CONFIG = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": "DataIntegrityProof",
    "cryptosuite": "ecdsa-sd-2023",
    "created": "2023-08-15T23:36:38Z",
    "verificationMethod": f"did:key:{DID_KEY}#{DID_KEY}",
    "proofPurpose": "assertionMethod",
}


def _published_lines():
    text = STATEMENTS.replace("V#", "https://windsurf.grotto-networking.com/selective#")
    text = text.replace("X#", "http://www.w3.org/2001/XMLSchema#")
    text = text.replace("TYPE", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    text = text.replace("CREDENTIAL", "https://www.w3.org/2018/credentials#VerifiableCredential")
    return text.splitlines(keepends=True)


def test_the_published_names_of_blank_nodes_are_ours():
    labels = rdf.canonicalize(parse("".join(_published_lines()))).labels
    assert len(labels) == 7
    for published, canonical_name in labels.items():
        ours = "_:" + multibase.to_base64url(random_name(HMAC_KEY, canonical_name))
        assert ours == published


def test_the_published_signatures_are_ours():
    lines, own = _published_lines(), P256Signer(STATEMENT_KEY)
    others = [line for number, line in enumerate(lines) if number not in ALWAYS]
    assert own.sign(others[0].encode()).hex() == FIRST_SIGNATURE
    assert own.sign(others[-1].encode()).hex() == LAST_SIGNATURE
    mandatory = hashlib.sha256("".join(lines[number] for number in ALWAYS).encode()).digest()
    config = canonical.rdfc(CONFIG)
    assert hashlib.sha256(config.encode()).hexdigest() == PROOF_HASH
    # When this was signed, the context did not say yet what kind of text names a suite.
    older = config.replace("^^<https://w3id.org/security#cryptosuiteString>", "").encode()
    signed = hashlib.sha256(older).digest() + multibase.decode(own.public_multikey) + mandatory
    assert P256Signer(BASE_KEY).sign(signed).hex() == BASE_SIGNATURE


def _document():
    document = specimen.unsecured()
    twin = {"type": ["Evidence"], "name": "Twin"}
    document["evidence"] = [{"type": ["Evidence"], "name": "A"}, twin, dict(twin)]
    return document


def _base(document=None, mandatory=None):
    document = document or _document()
    pointers = selective.required(document) if mandatory is None else mandatory
    return selective.add(document, pointers, P256, OPTIONS, SECRETS)


def _holds(document):
    return selective.proof_holds(document, document["proof"], P256.public_multikey)


BASE = _base()
DERIVED = selective.derive(BASE, SHOWN)
MATERIALS = Materials(
    {
        DID: did.document(
            DID,
            [did.VerificationKey(each.public_multikey) for each in (P256, specimen.SIGNER)],
        ),
        LIST_URL: specimen.published_list(),
    },
    trusted_issuers=frozenset([DID]),
)


def test_the_holders_proof_and_the_derived_one_hold():
    assert _holds(BASE)
    assert _holds(DERIVED)
    assert _holds(selective.derive(BASE, []))


def test_what_is_shown_is_what_was_chosen_and_what_is_required():
    assert DERIVED["credentialSubject"]["name"] == specimen.HOLDER["holder_name"]
    assert DERIVED["evidence"] == [{"type": ["Evidence"], "name": "Twin"}]
    assert DERIVED["validUntil"] == specimen.HOLDER["valid_until"]
    assert not DERIVED.keys() & {"awardedDate"}
    assert not DERIVED["credentialSubject"].keys() & {"narrative", "result", "licenseNumber"}
    assert "h" * 32 not in multibase.decode(DERIVED["proof"]["proofValue"]).decode("latin-1")


@pytest.mark.parametrize("shown", [[], SHOWN, ["/credentialSubject"], [""]])
def test_a_derived_open_badge_is_a_valid_open_badge(shown):
    document = selective.derive(BASE, shown)
    verdict = verify(document, MATERIALS, NOW)
    assert verdict.status is Status.VALID
    assert [(each.suite, each.finding) for each in verdict.proofs] == [
        ("ecdsa-sd-2023", Finding.HOLDS)
    ]


def test_a_revoked_one_is_revoked_however_little_is_shown():
    held = MATERIALS.with_documents({LIST_URL: specimen.published_list(77123)})
    assert verify(selective.derive(BASE, []), held, NOW).status is Status.REVOKED


@pytest.mark.parametrize("document", [BASE, DERIVED], ids=["base", "derived"])
@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["credentialSubject", "name"], "Mallory"),
        (["credentialSubject", "name"], None),
        (["credentialSubject", "narrative"], "Slipped in."),
        (["validUntil"], "2099-01-01T00:00:00Z"),
        (["credentialStatus", "statusListIndex"], "1"),
        (["credentialSubject", "achievement", "name"], "Brain surgery"),
        (["evidence", 0, "name"], "Other"),
        (["proof", "created"], "2026-11-20T09:00:01Z"),
        (["proof", "proofPurpose"], "authentication"),
    ],
)
def test_one_change_and_it_no_longer_holds(document, path, value):
    changed = copy.deepcopy(document)
    *way, last = path
    node = changed
    for step in way:
        node = node[step]
    node[last] = value
    if value is None:
        del node[last]
    with suppress(Malformed):  # Then it has not even the form.
        assert not _holds(changed)
    assert verify(changed, MATERIALS, NOW).status is not Status.VALID


def test_one_of_two_twins_cannot_be_made_both():
    changed = copy.deepcopy(DERIVED)
    changed["evidence"] *= 2
    with pytest.raises(Malformed, match="blank nodes"):
        _holds(changed)


def test_another_key_did_not_sign_it():
    other = P256Signer(bytes(31) + b"\6")
    assert not selective.proof_holds(DERIVED, DERIVED["proof"], other.public_multikey)


def test_an_ed25519_key_signs_none():
    for call in (
        lambda: selective.add(_document(), [], specimen.SIGNER, OPTIONS, SECRETS),
        lambda: selective.proof_holds(DERIVED, DERIVED["proof"], specimen.SIGNER.public_multikey),
    ):
        with pytest.raises(Malformed) as refused:
            call()
        assert refused.value.fault is Fault.ALGORITHM


def _with(document, **members):
    """The same with another proof value."""
    value = selective_values.read(document["proof"])
    fields = {name: getattr(value, name) for name in value.__dataclass_fields__} | members
    proof = document["proof"] | {"proofValue": type(value)(**fields).to_text()}
    return document | {"proof": proof}


def test_a_signature_cannot_be_moved_dropped_or_doubled():
    signatures = selective_values.read(DERIVED["proof"]).signatures
    first, second, *rest = signatures.statements
    for changed in ([second, first, *rest], [second, *rest], [first, first, second, *rest], []):
        moved = selective_values.Signatures(signatures.base, signatures.public, tuple(changed))
        assert not _holds(_with(DERIVED, signatures=moved))


def test_mallory_cannot_bring_a_statement_key_of_her_own():
    mallory = P256Signer(bytes(31) + b"\6")
    changed = DERIVED | {"awardedDate": "2020-01-01T00:00:00Z"}
    lines = selective.named_lines(
        {key: changed[key] for key in changed if key != "proof"},
        selective_values.read(DERIVED["proof"]).names,
    )
    value = selective_values.read(DERIVED["proof"])
    forged = selective_values.Signatures(
        value.signatures.base,
        multibase.decode(mallory.public_multikey),
        tuple(mallory.sign(line.encode()) for line in lines),
    )
    assert not _holds(_with(changed, signatures=forged, mandatory=()))


@pytest.mark.parametrize(
    "members",
    [
        {"mandatory": (0, 0)},
        {"mandatory": (1, 0)},
        {"mandatory": (10_000,)},
        {"names": {}},
        {"names": {0: b"x" * 32, 1: b"y" * 32}},
        {"names": {7: b"x" * 32}},
        {"names": {0: b"short"}},
        {"names": {0: b"x" * 32, 1: b"x" * 32}},
    ],
)
def test_a_derived_proof_that_is_not_sound_is_malformed(members):
    with pytest.raises(Malformed):
        _holds(_with(DERIVED, **members))


def _value(content, prefix=b"\xd9\x5d\x01"):
    return multibase.to_base64url(prefix + cbor.encode(content))


PUBLIC = multibase.decode(P256.public_multikey)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "u",
        "zAAAA",
        "u2V0B",
        "u2V0C" + "gA",
        _value([]),
        _value([b"s" * 64, PUBLIC, [], {}, []], b"\xd9\x5d\x02"),
        _value([b"s" * 63, PUBLIC, [], {}, []]),
        _value([b"s" * 64, PUBLIC[:-1], [], {}, []]),
        _value([b"s" * 64, b"\xed\x01" + bytes(32), [], {}, []]),
        _value([b"s" * 64, PUBLIC, [b"short"], {}, []]),
        _value([b"s" * 64, PUBLIC, [7], {}, []]),
        _value([b"s" * 64, PUBLIC, [], {}, ["/name"]]),
        _value([b"s" * 64, PUBLIC, [], {}, [], 1]),
        _value([b"s" * 64, PUBLIC, [b"s" * 64] * 4097, {}, []]),
        _value([b"s" * 64, PUBLIC, b"h" * 32, [], [7]], b"\xd9\x5d\x00"),
    ],
)
def test_what_is_no_proof_value_is_malformed(value):
    proof = DERIVED["proof"] | {"proofValue": value}
    with pytest.raises(Malformed):
        _holds(DERIVED | {"proof": proof})


@pytest.mark.parametrize(
    ("members", "fault"),
    [({"previousProof": "urn:x"}, Fault.CHAIN), ({"@context": []}, Fault.CLAIMS)],
)
def test_chains_and_contexts_of_its_own_are_refused(members, fault):
    with pytest.raises(Malformed) as refused:
        _holds(DERIVED | {"proof": DERIVED["proof"] | members})
    assert refused.value.fault is fault


@pytest.mark.parametrize(
    "pointers",
    [["/nothing"], ["name"], ["/evidence/3"], ["/evidence/-"], ["/evidence/01"], ["/name/x"]],
)
def test_a_pointer_to_nothing_is_refused(pointers):
    for call in (lambda: _base(mandatory=pointers), lambda: selective.derive(BASE, pointers)):
        with pytest.raises(Malformed) as refused:
            call()
        assert refused.value.fault is Fault.DISCLOSURE


def test_nothing_can_be_derived_from_what_was_derived_or_from_nothing():
    for document in (DERIVED, specimen.secured(), _document()):
        with pytest.raises(Malformed):
            selective.derive(document, SHOWN)
    with pytest.raises(Malformed, match="nothing is shown"):
        selective.derive(_base(mandatory=[]), [])


def test_a_document_that_was_changed_by_its_holder_gives_nothing_valid():
    changed = copy.deepcopy(BASE)
    changed["credentialSubject"]["name"] = "Mallory"
    assert not _holds(selective.derive(changed, SHOWN))
    del changed["credentialSubject"]["name"]
    with pytest.raises(Malformed, match="another document"):
        selective.derive(changed, [])


@pytest.mark.parametrize(
    "members",
    [
        {"evidence": [{"id": "urn:bnid:1", "type": ["Evidence"]}]},
        {"proof": {}, "relatedResource": {"id": "urn:x", "digestSRI": "x"}, "nickname": 1},
    ],
)
def test_a_document_that_cannot_be_told_apart_is_refused(members):
    with pytest.raises(Malformed):
        _base(_document() | members)


def test_a_list_without_a_name_cannot_be_shown_in_parts():
    document = _document()
    document["credentialSubject"]["achievement"]["resultDescription"] = [
        {
            "id": "urn:uuid:r",
            "type": ["ResultDescription"],
            "name": "Mark",
            "resultType": "LetterGrade",
            "allowedValue": ["A", "B"],
        }
    ]
    with pytest.raises(Malformed, match="without a name"):
        _base(document)


def test_secrets_do_not_show_themselves():
    assert "h" * 8 not in repr(SECRETS)


def test_the_signature_check_says_what_is_wrong():
    changed = DERIVED | {"validUntil": "2099-01-01T00:00:00Z"}
    verdict = verify(changed, MATERIALS, NOW)
    signature = next(each for each in verdict.checks if each.code is CheckCode.SIGNATURE)
    assert (verdict.status, signature.fault) == (Status.ALTERED, Fault.SIGNATURE)


TEXT = canonical.jcs(DERIVED)


@settings(deadline=None)
@given(st.integers(0, len(TEXT) - 1), st.integers(1, 255))
def test_no_changed_byte_leaves_it_valid(position, flip):
    changed = bytearray(TEXT)
    changed[position] ^= flip
    try:
        document = canonical.load_json(bytes(changed))
    except Malformed:
        return
    assert verify(document, MATERIALS, NOW).status is not Status.VALID
