"""`conferral vc-api`: an issuer and a verifier on loopback, for the public test suites of the W3C.

It has keys of its own, made at the start and gone at the end, and nothing to do with the register.
"""

import ipaddress
import secrets
import ssl
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated

import orjson
import typer
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from conferral.cli.screen import print_json
from conferral.cli.vc_service import Answer, Service, did_of
from conferral.cli.vc_status import StatusList
from credkit.canonical import load_json
from credkit.errors import Malformed
from credkit.keys import LocalSigner, P256Signer

HOST = "127.0.0.1"
_LONGEST = 1_048_576  # Bytes of a question.
_PATIENCE = 10  # Seconds for one.


def vc_api(
    port: Annotated[int, typer.Option(help="For http; 0 takes a free one")] = 0,
    tls_port: Annotated[int, typer.Option(help="For https; 0 takes a free one")] = 0,
) -> None:
    """Serve the W3C's VC-API on this machine only, with throw-away keys, until it is ended."""
    # A number of 31 bytes is below the order of the curve.
    keys = LocalSigner(secrets.token_bytes(32)), P256Signer(b"\0" + secrets.token_bytes(31))
    plain, secure = servers(*keys, port, tls_port)
    print_json(
        {
            "dids": [did_of(each) for each in keys],
            "http": f"http://{HOST}:{plain.server_port}",
            "https": f"https://{HOST}:{secure.server_port}",
        }
    )
    threading.Thread(target=secure.serve_forever, daemon=True).start()
    plain.serve_forever()


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__((HOST, port), _Desk)
        self.service: Service


def servers(
    signer: LocalSigner, p256: P256Signer, port: int, tls_port: int
) -> tuple[Server, Server]:
    """One for http, one for https, both listening and not yet answering."""
    plain, secure = Server(port), Server(tls_port)
    # Shaken hands with in the thread of the visitor, so that nobody can hold up the others.
    secure.socket = _tls().wrap_socket(
        secure.socket, server_side=True, do_handshake_on_connect=False
    )
    statuses = StatusList(f"http://{HOST}:{plain.server_port}/status-lists/1")
    plain.service = secure.service = Service(signer, p256, statuses)
    return plain, secure


class _Desk(BaseHTTPRequestHandler):
    server: Server
    timeout = _PATIENCE

    def do_GET(self) -> None:
        url = f"http://{self.headers.get('Host', '')}{self.path}"
        self._send(self.server.service.look_up(url, datetime.now(UTC)))

    def do_POST(self) -> None:
        self._send(self._answer())

    def _send(self, answer: Answer) -> None:
        body = orjson.dumps(answer.body) if answer.status != HTTPStatus.NO_CONTENT else b""
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self) -> Answer:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > _LONGEST:
            return Answer(413, {"errors": ["A question of another length."]})
        try:
            asked = load_json(self.rfile.read(int(length)))
        except Malformed as error:
            return Answer(400, {"errors": [str(error)]})
        return self.server.service.answer(self.path, asked, datetime.now(UTC))

    def log_message(self, *_: object) -> None:
        """Quiet: suites ask a thousand times."""


def _tls() -> ssl.SSLContext:
    """With a certificate for this machine that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [
        x509.DNSName("localhost"),
        x509.IPAddress(ipaddress.ip_address(HOST)),
    ]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:  # OpenSSL reads keys from files only.
        path = Path(folder) / "both.pem"
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(private + certificate.public_bytes(Encoding.PEM))
        context.load_cert_chain(path)
    return context
