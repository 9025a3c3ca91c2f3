"""An honest issuer of another house: it signs, and publishes its keys and status list over TLS."""

import ipaddress
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from credkit import did, status_list
from credkit.keys import LocalSigner, P256Signer
from credkit.proofs import data_integrity, vc_jwt
from oracles import specimen

SIGNER = LocalSigner(b"elsewhere" + bytes(23))
TOKENS = P256Signer(bytes(31) + b"\5")
Answer = bytes | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Elsewhere:
    """`shown`: what it answers, by path. `asked`: the paths that it was asked for, in order."""

    address: str
    shown: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def did(self) -> str:
        return did.did_web(self.address.removeprefix("https://"))

    @property
    def list_url(self) -> str:
        return f"{self.address}/status/3"

    def method(self, speaker: str = "") -> str:
        return did.key_id(speaker or self.did, SIGNER.public_multikey)

    def credential(self, issuer: str = "", speaker: str = "") -> bytes:
        """JSON. `issuer`: whom it names; `speaker`: the DID whose key has signed it."""
        document = self._unsecured(issuer or self.did)
        return json.dumps(self._signed(document, speaker)).encode()

    def token(self) -> bytes:
        method = did.key_id(self.did, TOKENS.public_multikey)
        return vc_jwt.issue(self._unsecured(self.did), TOKENS, key_id=method).encode()

    def publish(self, *revoked: int, speaker: str = "", path: str = "/.well-known") -> None:
        speaker = speaker or self.did
        keys = [did.VerificationKey(each.public_multikey) for each in (SIGNER, TOKENS)]
        listed = status_list.credential(
            self.list_url, self.did, revoked, "2026-11-20T00:00:00Z", purpose="revocation"
        )
        self.shown[f"{path}/did.json"] = json.dumps(did.document(speaker, keys)).encode()
        self.shown["/status/3"] = json.dumps(self._signed(listed)).encode()

    def _unsecured(self, issuer: str) -> dict[str, Any]:
        text = json.dumps(specimen.unsecured())
        told = text.replace(specimen.LIST_URL, self.list_url).replace(specimen.DID, issuer)
        document: dict[str, Any] = json.loads(told)
        return document

    def _signed(self, document: dict[str, Any], speaker: str = "") -> dict[str, Any]:
        options = data_integrity.Options(self.method(speaker), "2026-11-20T09:00:00Z")
        return data_integrity.add(document, SIGNER, options)


@contextmanager
def serving(folder: Path) -> Iterator[tuple[Elsewhere, Path]]:
    """The issuer on loopback, and a PEM file with whom to trust for it."""
    pem = _certificate(folder)

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked.append(self.path)
            content = issuer.shown.get(self.path)
            if callable(content):
                content(self)
                return
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    issuer = Elsewhere(f"https://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield issuer, pem
    finally:
        server.shutdown()
        server.server_close()


def _certificate(folder: Path) -> Path:
    """One that vouches for itself, with its key before it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "elsewhere")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "elsewhere.pem"
    path.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    return path
