"""The server that `conferral vc-api` starts, and documents that only a forger would sign."""

import hashlib
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from conferral.cli.vc_api import HOST, servers
from conferral.cli.vc_service import did_of
from credkit import canonical, did, multibase
from credkit.errors import Malformed
from credkit.keys import LocalSigner, P256Signer, Signer

VC = "https://www.w3.org/ns/credentials/v2"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
ED25519, P256 = LocalSigner(b"\3" * 32), P256Signer(bytes(31) + b"\3")
SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019")
Ask = Callable[..., tuple[int, Any]]


@contextmanager
def running() -> Iterator[Ask]:
    """A server of its own. What it gives is asked with a path and, unless it is a GET, a body."""
    pair = servers(LocalSigner(b"\1" * 32), P256Signer(bytes(31) + b"\2"), 0, 0)
    threading.Thread(target=pair[0].serve_forever, daemon=True).start()
    origin = f"http://{HOST}:{pair[0].server_port}"

    def ask(path: str, body: object = None) -> tuple[int, Any]:
        content = None if body is None else json.dumps(body).encode()
        url = path if path.startswith("http") else origin + path
        try:
            with urllib.request.urlopen(urllib.request.Request(url, content), timeout=10) as answer:
                return answer.status, json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    yield ask
    pair[0].shutdown()
    for server in pair:
        server.server_close()


def a_credential(**changes: object) -> dict[str, Any]:
    made = {
        "@context": [VC, EXAMPLES],
        "type": ["VerifiableCredential", "AlumniCredential"],
        "issuer": "did:example:someone",
        "credentialSubject": {"id": "did:example:subject", "alumniOf": "The School"},
    } | changes
    return {name: value for name, value in made.items() if value is not ...}


def signer_of(suite: str) -> Signer:
    return P256 if suite.startswith("ecdsa") else ED25519


def options(suite: str, **changes: object) -> dict[str, Any]:
    """What a proof says, but for its value; `...` leaves something out."""
    signer = signer_of(suite)
    said = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": "2026-11-20T09:00:00Z",
        "verificationMethod": did.key_id(did_of(signer), signer.public_multikey),
        "proofPurpose": "assertionMethod",
    } | changes
    return {name: value for name, value in said.items() if value is not ...}


def signed(suite: str, *, canonize: str = "", digest: str = "sha256", **changes: object) -> dict:
    """A credential whose signature holds, whatever its proof says: none of our own checks is asked.

    `canonize`, `digest`: "rdfc" or "jcs", and a hash, that are not those of the suite.
    """
    signer, said = signer_of(suite), options(suite, **changes)
    document = a_credential(issuer=did_of(signer))
    way = canonize or ("jcs" if "-jcs-" in suite else "rdfc")
    parts = [{"@context": document["@context"]} | said, document]
    hashed = b"".join(hashlib.new(digest, _bytes(part, way)).digest() for part in parts)
    proof = said | ({"@context": document["@context"]} if "-jcs-" in suite else {})
    value = multibase.to_base58btc(signer.sign(hashed))
    return document | {"proof": proof | {"proofValue": value}}


def with_proof(document: dict, **changes: object) -> dict:
    """The same document, its proof changed after it was signed."""
    proof = document["proof"] | changes
    return document | {"proof": {name: each for name, each in proof.items() if each is not ...}}


def _bytes(part: dict, way: str) -> bytes:
    if way == "rdfc":
        with suppress(Malformed):  # What has no lines is signed as it is written.
            return canonical.rdfc(part).encode()
    return canonical.jcs(part)
