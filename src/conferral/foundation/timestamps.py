"""Ask a time-stamp authority (RFC 3161) for tokens, and for what proves its certificates later.

While an authority does not answer, nobody waits for it twice in a minute.
"""

import math
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from conferral.foundation import outbound
from conferral.foundation.outbound import Question, Reach
from credkit.errors import Malformed
from credkit.pdf.signing import timestamp
from credkit.pdf.signing.revision import NO_EVIDENCE, Evidence

_PATIENCE = 10  # Seconds.
_REST = 60  # Seconds before somebody that did not answer is asked again.
_FRESH = 3600  # Seconds for which a revocation list is good enough.
_MOST = 4_194_304  # Bytes of a revocation list.
_QUERY = "application/timestamp-query"
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class Unavailable(Exception):
    """No time stamp can be had now."""


@dataclass
class Authority:
    """One authority, and what we remember of it in this process."""

    url: str
    roots: tuple[bytes, ...] = ()
    _rests_until: float = 0
    _evidence: dict[tuple[bytes, ...], tuple[float, Evidence]] = field(default_factory=dict)

    def stamp(self, digest: bytes) -> bytes:
        """A token about a SHA-256, as DER. Raises Unavailable."""
        if time.monotonic() < self._rests_until:
            raise Unavailable("The time-stamp authority did not answer a moment ago.")
        nonce = secrets.randbits(63)
        try:
            reply = self._fetch(self.url, timestamp.query(digest, nonce))
            return timestamp.token(reply, digest, nonce)
        except (outbound.Unreachable, outbound.TooMuch, Malformed) as error:
            self._rests_until = time.monotonic() + _REST
            raise Unavailable(f"The time-stamp authority gave no time stamp: {error}") from error

    def evidence(self, signer: tuple[bytes, ...]) -> Evidence:
        """The certificates of the authority and of a signer, with revocation lists.

        `signer`: its certificate and those above it, as DER. Empty when anything is missing: half
        a proof proves nothing. Raises Unavailable.
        """
        found_at, found = self._evidence.get(signer, (-math.inf, NO_EVIDENCE))
        if time.monotonic() - found_at > _FRESH:
            own = timestamp.certificates(self.stamp(bytes(32)), self.roots)
            found = self._proof_of([own, signer])
            self._evidence[signer] = time.monotonic(), found
        return found

    def _proof_of(self, chains: Sequence[tuple[bytes, ...]]) -> Evidence:
        """A list for every certificate but the roots, which nobody can revoke."""
        lists: list[bytes] = []
        for chain in chains:
            certificates = [x509.load_der_x509_certificate(each) for each in chain]
            if certificates[-1].issuer != certificates[-1].subject:
                return NO_EVIDENCE
            lists += [self._revocation_list(each, above) for each, above in pairwise(certificates)]
        if not all(lists):
            return NO_EVIDENCE
        together = dict.fromkeys(each for chain in chains for each in chain)
        return Evidence(certificates=tuple(together), crls=tuple(dict.fromkeys(lists)))

    def _revocation_list(self, certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
        """The issuer's list, if the certificate says where it is and the issuer signed it."""
        for url in _list_addresses(certificate):
            try:
                content = self._fetch(url)
                read = x509.load_der_x509_crl(content)
            except (outbound.Unreachable, outbound.TooMuch, ValueError):
                continue
            key = issuer.public_key()
            if read.is_signature_valid(key):  # type: ignore[arg-type]  # Others sign no lists.
                return content
        return b""

    def _fetch(self, url: str, body: bytes | None = None) -> bytes:
        question = Question(url, body, _QUERY, most=_MOST, within=_PATIENCE, is_signed=True)
        answer = outbound.ask(question, self._reach)
        if answer.status != HTTPStatus.OK:
            raise outbound.Unreachable(f"{url} answers {answer.status}.")
        return answer.body

    @property
    def _reach(self) -> Reach:
        """An authority on this machine is one to try things out with: it leads nowhere else."""
        on_this_machine = urlsplit(self.url).hostname in _THIS_MACHINE
        return Reach.LOOPBACK if on_this_machine else Reach.INTERNAL


@cache
def authority(url: str, roots_file: str = "") -> Authority:
    """The same one for the whole process. `roots_file`: certificates that tokens leave out, PEM."""
    roots = x509.load_pem_x509_certificates(Path(roots_file).read_bytes()) if roots_file else []
    return Authority(url, tuple(root.public_bytes(Encoding.DER) for root in roots))


def configured() -> Authority | None:
    """The authority of the settings, if there is one."""
    return authority(settings.TSA_URL, settings.TSA_ROOTS) if settings.TSA_URL else None


def _list_addresses(certificate: x509.Certificate) -> list[str]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints)
    except x509.ExtensionNotFound:
        return []
    names = [name.value for point in points.value for name in point.full_name or ()]
    return [name for name in names if urlsplit(str(name)).scheme in {"http", "https"}]
