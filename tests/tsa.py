"""A time-stamp authority on loopback: OpenSSL behind a real HTTP server, with revocation list."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_CONFIG = """\
[tsa]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {certs}
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass
class Tsa:
    """`mood`: "answers", "refuses" (500) or "babbles"; may be changed at any time."""

    url: str
    root: bytes  # DER.
    folder: Path
    mood: str = "answers"
    asked: list[str] = field(default_factory=list)

    @property
    def roots_file(self) -> str:
        return str(self.folder / "root.pem")

    def reply(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        config, answer = self.folder / "tsa.conf", self.folder / "reply"
        command = ["openssl", "ts", "-reply", "-section", "tsa", "-config", str(config)]
        command += ["-queryfile", str(self.folder / "query"), "-out", str(answer)]
        subprocess.run(command, check=True, capture_output=True)
        return answer.read_bytes()


@contextmanager
def a_tsa(folder: Path, *, sends_its_root: bool = True) -> Iterator[Tsa]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Desk)
    url = f"http://127.0.0.1:{server.server_port}"
    server.tsa = Tsa(url, _make(folder, url, sends_its_root), folder)  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.tsa  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()


class _Desk(BaseHTTPRequestHandler):
    @property
    def tsa(self) -> Tsa:
        return self.server.tsa  # type: ignore[attr-defined, no-any-return]

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        self.tsa.asked.append("stamp")
        match self.tsa.mood:
            case "refuses":
                self.send_error(500)
            case "babbles":
                self._send(b"\x30\x03\x02\x01\x00" + query)
            case _:
                self._send(self.tsa.reply(query))

    def do_GET(self) -> None:
        self.tsa.asked.append("list")
        self._send((self.tsa.folder / "crl").read_bytes())

    def _send(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def _make(folder: Path, url: str, sends_its_root: bool) -> bytes:
    root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = _certificate("Test root", root_key.public_key(), "Test root", root_key, _AUTHORITY)
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{url}/crl")], None, None, None)
    extensions = [
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True),
        (_usage(digital_signature=True), True),
        (x509.CRLDistributionPoints([point]), False),
    ]
    own = _certificate("Test TSA", key.public_key(), "Test root", root_key, extensions)
    (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "tsa.pem").write_bytes(own.public_bytes(Encoding.PEM))
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "tsa.key").write_bytes(pem)
    (folder / "crl").write_bytes(_crl(root_key))
    (folder / "serial").write_text("01\n")
    certs = folder / ("root.pem" if sends_its_root else "tsa.pem")
    (folder / "tsa.conf").write_text(_CONFIG.format(folder=folder, certs=certs))
    return root.public_bytes(Encoding.DER)


def _certificate(subject, key, issuer, issuer_key, extensions) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(issuer_key, hashes.SHA256())


def _crl(root_key) -> bytes:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(_name("Test root"))
        .last_update(now - timedelta(hours=1))
        .next_update(now + timedelta(days=30))
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()),
            critical=False,
        )
    )
    return builder.sign(root_key, hashes.SHA256()).public_bytes(Encoding.DER)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(**given: bool) -> x509.KeyUsage:
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment"
        " key_agreement key_cert_sign crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{name: given.get(name, False) for name in names.split()})


_AUTHORITY = (
    (x509.BasicConstraints(ca=True, path_length=None), True),
    (_usage(key_cert_sign=True, crl_sign=True), True),
)
