import pytest

from credkit import canonical, did, keys
from credkit.errors import Malformed
from credkit.keys import P256Signer

KEY = keys.LocalSigner(bytes(32)).public_multikey
OTHER = keys.LocalSigner(bytes([1] * 32)).public_multikey


@pytest.mark.parametrize(
    ("identifier", "url"),
    [  # https://w3c-ccg.github.io/did-method-web/#example-creating-the-did
        ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
        (
            "did:web:w3c-ccg.github.io:user:alice",
            "https://w3c-ccg.github.io/user/alice/did.json",
        ),
        (
            "did:web:example.com%3A3000:user:alice",
            "https://example.com:3000/user/alice/did.json",
        ),
    ],
)
def test_a_did_web_is_published_where_the_method_says(identifier, url):
    assert did.url_of(identifier) == url


def test_a_did_web_is_made_of_host_port_and_path():
    assert did.did_web("Example.com:3000", "user", "alice") == (
        "did:web:example.com%3A3000:user:alice"
    )


@pytest.mark.parametrize("host", ["", "a b", "a/b", "user@host", "a:b:c", "a:", "host#x", "[::1]"])
def test_what_is_no_host_makes_no_did(host):
    with pytest.raises(Malformed):
        did.did_web(host)


@pytest.mark.parametrize(
    "identifier",
    [
        "did:web:",
        "did:web:host:..",
        "did:web:host::x",
        "did:web:a%2Fb",
        "did:web:user%40host",
        "did:key:z6Mk",
        "https://example.org",
        "did:web:host/path",
        "did:web:host#key",
        "did:web:host?x",
        "",
    ],
)
def test_an_address_is_never_made_of_something_else(identifier):
    with pytest.raises(Malformed):
        did.url_of(identifier)


def test_the_fragment_of_a_method_is_the_key_itself():
    document = did.document("did:web:example.org", [did.VerificationKey(KEY)])
    (method,) = document["verificationMethod"]
    assert method == {
        "id": f"did:web:example.org#{KEY}",
        "type": "Multikey",
        "controller": "did:web:example.org",
        "publicKeyMultibase": KEY,
    }
    assert document["assertionMethod"] == [method["id"]]


def test_a_revoked_key_is_shown_but_may_not_sign():
    keys_ = [did.VerificationKey(KEY), did.VerificationKey(OTHER, "2026-01-01T00:00:00Z")]
    document = did.document("did:web:example.org", keys_)
    assert len(document["verificationMethod"]) == 2
    assert document["assertionMethod"] == [f"did:web:example.org#{KEY}"]


def test_a_did_document_is_sound_json_ld():
    keys_ = [did.VerificationKey(KEY, "2026-01-01T00:00:00Z")]
    canonical.check_terms(did.document("did:web:example.org", keys_))


def test_a_key_for_tokens_is_listed_as_a_jwk():
    public = P256Signer(bytes(31) + b"\7").public_jwk
    tokens = [did.TokenKey("new", public | {"kid": "x"}), did.TokenKey("old", public, "2026-01-01")]
    document = did.document("did:web:example.org", [did.VerificationKey(KEY), *tokens])
    assert document["verificationMethod"][1] == {
        "id": "did:web:example.org#new",
        "type": "JsonWebKey",
        "controller": "did:web:example.org",
        "publicKeyJwk": public,
    }
    assert document["assertionMethod"][1:] == ["did:web:example.org#new"]
    assert document["@context"][-1] == did.JWK_CONTEXT


def test_a_key_with_a_secret_in_it_is_never_published():
    public = P256Signer(bytes(31) + b"\7").public_jwk
    with pytest.raises(Malformed, match="secret"):
        did.document("did:web:example.org", [did.TokenKey("k", public | {"d": "AA"})])


def test_a_did_key_is_its_own_document():
    document = did.key_document(f"did:key:{KEY}")
    assert document["verificationMethod"][0]["publicKeyMultibase"] == KEY


def test_a_did_key_may_be_a_p256_key():
    # An example of the did:key specification.
    key = "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"
    document = did.key_document(f"did:key:{key}")
    assert document["assertionMethod"] == [f"did:key:{key}#{key}"]


def test_a_did_key_of_another_kind_is_malformed():
    secp256k1 = "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"
    with pytest.raises(Malformed):
        did.key_document(f"did:key:{secp256k1}")


def test_the_method_of_a_did_is_known():
    assert did.method_of("did:web:example.org") == "web"


def test_a_service_has_its_name_and_address_and_a_type_that_is_defined():
    offered = did.Service("key-history", "urn:example:KeyHistory", "https://example.org/keys.json")
    document = did.document("did:web:example.org", [], [offered])
    canonical.check_terms(document)
    assert document["service"] == [
        {
            "id": "did:web:example.org#key-history",
            "type": "urn:example:KeyHistory",
            "serviceEndpoint": "https://example.org/keys.json",
        }
    ]
