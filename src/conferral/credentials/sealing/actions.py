"""Make the key that signs an organization's papers; give it another certificate."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction
from django.utils import timezone

from conferral.credentials.sealing.models import DocumentKey
from conferral.foundation import vault
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from credkit.errors import Malformed
from credkit.keys import Algorithm, Signer, TokenSigner, jwk
from credkit.pdf.signing.identity import Identity, Subject, public_multikey, request, self_signed

_YEARS = 10
_SERIAL_BITS = 159


@transaction.atomic
def make_document_key(organization: Organization) -> DocumentKey:
    """The organization's current document key, made with a certificate of its own if it has none.

    For processes that may sign.
    """
    current = organization.document_keys.current().first()
    if current is not None:
        return current
    # The row is the lock: of two workers, one makes the key and both use it.
    Organization.objects.select_for_update().get(pk=organization.pk)
    name, now = f"documents-{organization.uuid}", timezone.now().replace(microsecond=0)
    signer = vault.create(name, Algorithm.P256)
    key, is_new = DocumentKey.objects.get_or_create(
        organization=organization,
        valid_until=None,
        defaults={
            "name": name,
            "multikey": signer.public_multikey,
            "certificates": _pem(self_signed(_subject(organization, now), signer)),
            "valid_from": now,
        },
    )
    if is_new:
        record(None, "made a document key", key, organization, multikey=key.multikey)
    return key


def certificate_request(organization: Organization) -> str:
    """PEM for a certification authority that is to vouch for the key (PKCS #10)."""
    signer = signer_of(make_document_key(organization))
    return request(_subject(organization, timezone.now()), signer)


@transaction.atomic
def use_certificate(organization: Organization, person: Person, certificates: bytes) -> DocumentKey:
    """Sign with a certificate from an authority from now on. PEM: its own first, its chain after.

    Refused: it cannot be read, is for another key, or is not valid now.
    """
    now = timezone.now()
    current = DocumentKey.objects.select_for_update().get(
        organization=organization, valid_until=None
    )
    _check(certificates, current, now)
    current.valid_until = now
    current.save(update_fields=["valid_until"])
    fresh = DocumentKey.objects.create(
        organization=organization,
        name=current.name,
        multikey=current.multikey,
        certificates=certificates.decode(),
        valid_from=now,
    )
    record(person, "changed the document certificate", fresh, organization)
    return fresh


def identity_of(organization: Organization) -> Identity:
    """Who signs the organization's papers. For processes that may sign."""
    key = make_document_key(organization)
    own, *chain = _ders(key.certificates)
    return Identity.of(signer_of(key), own, tuple(chain))


def signer_of(key: DocumentKey) -> Signer:
    return vault.signer(key.name, Algorithm.P256)


def token_signer_of(key: DocumentKey) -> TokenSigner:
    """The same key for tokens: whoever checks them wants it as a JWK."""
    return _TokenSigner(signer_of(key))


@dataclass(frozen=True)
class _TokenSigner:
    """Any P-256 signer, a key service too, with its public key as a JWK."""

    signer: Signer
    algorithm: Algorithm = Algorithm.P256

    @property
    def public_jwk(self) -> dict[str, Any]:
        return jwk.of_multikey(self.signer.public_multikey)

    def sign(self, message: bytes) -> bytes:
        return self.signer.sign(message)


def _subject(organization: Organization, now: datetime) -> Subject:
    return Subject(
        organization=organization.name,
        common_name=f"{organization.name} certificates",
        serial=secrets.randbits(_SERIAL_BITS) | 1,
        valid_from=now,
        valid_until=now.replace(year=now.year + _YEARS, day=min(now.day, 28)),
    )


def _check(certificates: bytes, current: DocumentKey, now: datetime) -> None:
    try:
        own = x509.load_pem_x509_certificates(certificates)[0]
        multikey = public_multikey(own.public_bytes(Encoding.DER))
    except (Malformed, ValueError) as error:
        raise Refused(f"This is no certificate that can be used ({error}).") from error
    if multikey != current.multikey:
        raise Refused(
            "The certificate is for another key. Ask for one with the request from: "
            "conferral document-key request"
        )
    if not own.not_valid_before_utc <= now <= own.not_valid_after_utc:
        raise Refused("The certificate is not valid now.")


def _pem(certificate: bytes) -> str:
    return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM).decode()


def _ders(certificates: str) -> list[bytes]:
    read = x509.load_pem_x509_certificates(certificates.encode())
    return [each.public_bytes(Encoding.DER) for each in read]
