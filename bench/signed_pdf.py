"""From the facts about one holder to a signed PDF, and what the signature costs: ours, pyHanko's.

All sign the same pages with the same key, in turns; pyHanko gets its key once, room for the
signature, and so needs no second run to measure it.
"""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bench import measure
from bench.measure import Figure, Rate
from conferral.credentials.designs import printing
from conferral.credentials.designs.sample import SAMPLE
from credkit.keys import P256Signer
from credkit.pdf.signing import pades
from credkit.pdf.signing.identity import Identity, Subject, self_signed

_ROUNDS = 7
_PAGES = 12
_TARGET = 40
_NOW = datetime(2026, 6, 14, 9, tzinfo=UTC)
_RESERVED = 4096  # Bytes.
_STUB = "2160536235628001" * 22  # As many digits as most have.
_GIVEN = ("Nomvula", "Thabo", "Ayesha", "Pieter", "Lerato", "Chinedu", "Wanjiru")
_FAMILY = ("Dlamini", "Mokoena", "Abrahams", "van Wyk", "Okafor", "Kamau", "Naidoo", "Moyo")


def figures() -> Iterator[Figure]:
    measure.pin()
    identity, numbers = _identity(), count()
    page = _page(next(numbers))
    pyhanko = _with_pyhanko(identity)
    pyhanko(page)
    works = {
        "page": _times(lambda: _page(next(numbers))),
        "signed page": _times(lambda: _sign(_page(next(numbers)), identity)),
        "ours": _times(lambda: _sign(page, identity)),
        "pyHanko": _times(lambda: pyhanko(page)),
    }
    laps = measure.interleaved(works, _ROUNDS)
    yield Figure.of_rate("page and signature", Rate.of(laps["signed page"]), target=_TARGET)
    yield Figure.of_rate("page alone (Typst)", Rate.of(laps["page"]))
    yield Figure.of_rate("signature alone, ours", Rate.of(laps["ours"]))
    yield Figure.of_rate("signature alone, pyHanko", Rate.of(laps["pyHanko"]))
    yield Figure("ours : pyHanko", measure.ratio(laps["ours"], laps["pyHanko"]), "times")


def _identity() -> Identity:
    signer = P256Signer(hashlib.sha256(b"only for measuring").digest())
    subject = Subject("SayPro", "SayPro", 7, _NOW, _NOW.replace(year=2036))
    return Identity.of(signer, self_signed(subject, signer))


def _page(number: int) -> bytes:
    """A certificate at its fullest; each has another holder, number, code and rosette."""
    given, family = _GIVEN[number % len(_GIVEN)], _FAMILY[number % len(_FAMILY)]
    name = f"SP-{number:05d}-QXD2H-8WNC"
    return printing.pdf(
        replace(
            SAMPLE,
            number=name,
            holder_name=f"{given} {_GIVEN[number // 7 % 7]} {family}",
            verify_url=f"https://verify.saypro.example/c/{name}",
            rosette_seed=hashlib.sha256(name.encode()).digest(),
            credential=b'{"id": "%b"}' % (name.encode() * 200),
            stub=f"{number:03d}{_STUB}",
        )
    )


def _sign(page: bytes, identity: Identity) -> bytes:
    return pades.sign(page, identity, "SayPro", _NOW)


def _with_pyhanko(identity: Identity) -> Callable[[bytes], bytes]:
    metadata = PdfSignatureMetadata(
        field_name="Seal",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    signer = PdfSigner(metadata, signer=_Ours(identity))

    def sign(page: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(page))
        signed: bytes = signer.sign_pdf(writer, bytes_reserved=_RESERVED).getvalue()
        return signed

    return sign


class _Ours(Signer):
    """Our key in pyHanko's words."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        certificate = x509.Certificate.load(identity.certificate)
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        super().__init__(signing_cert=certificate, cert_registry=store)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        return encode_dss_signature(1, 1) if dry_run else self._identity.sign(data)


def _times(work: Callable[[], bytes]) -> Callable[[], int]:
    def lap() -> int:
        for _ in range(_PAGES):
            work()
        return _PAGES

    return lap
