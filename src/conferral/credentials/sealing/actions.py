"""Who signs an organization's documents: its key, and the certificate that speaks of it."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.models import IssuerKey, Use
from conferral.credentials.sealing import certificates
from conferral.credentials.sealing.models import CertificateRequest, DocumentCertificate
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from credkit.keys import Algorithm, Signer, TokenSigner, jwk
from credkit.pdf.signing.identity import Identity, Subject, request, self_signed

_YEARS = 10
_SERIAL_BITS = 159


@transaction.atomic
def document_key(organization: Organization) -> IssuerKey:
    """The key that signs documents now, made if there has been none.

    For processes that may sign. Refused while it is said to be stolen.
    """
    keyring.make_first_key(organization, Use.DOCUMENTS)
    return keyring.key_in_use(organization, Use.DOCUMENTS)


@transaction.atomic
def identity_of(organization: Organization) -> Identity:
    """Who signs the organization's papers. For processes that may sign; Refused as above."""
    key = document_key(organization)
    own, *chain = certificates.ders(_certificate_of(key).pem)
    return Identity.of(keyring.signer_of(key), own, tuple(chain))


def token_signer_of(key: IssuerKey) -> TokenSigner:
    """The same key for tokens: whoever checks them wants it as a JWK."""
    return _TokenSigner(keyring.signer_of(key))


@transaction.atomic
def ask_for_request(organization: Organization, person: Person) -> CertificateRequest:
    """Let a worker write what an authority needs to vouch for the key in use."""
    asked, is_new = CertificateRequest.objects.get_or_create(organization=organization, pem="")
    if is_new:
        record(person, "asked for a certificate request", asked, organization)
    return asked


@transaction.atomic
def write_request(asked: CertificateRequest) -> None:
    """For processes that may sign."""
    asked.key = document_key(asked.organization)
    subject = _subject(asked.organization, timezone.now())
    asked.pem = request(subject, keyring.signer_of(asked.key))
    asked.save(update_fields=["key", "pem"])


@transaction.atomic
def use_certificate(organization: Organization, person: Person, file: bytes) -> DocumentCertificate:
    """Sign with a certificate from an authority from now on.

    Refused: there is no key yet, it is in use already, or as in `certificates.checked`.
    """
    now, keys = timezone.now(), organization.issuer_keys.for_use(Use.DOCUMENTS)
    key = keys.select_for_update().filter(valid_until=None).first()
    if key is None:
        raise Refused("There is no key yet that it could be for. Ask for a request first.")
    earlier = keys.exclude(pk=key.pk).values_list("multikey", flat=True)
    pem = certificates.checked(file, key.multikey, now, set(earlier))
    current = key.certificates.filter(used_until=None)
    if current.filter(pem=pem).exists():
        raise Refused("This certificate is in use already.")
    current.update(used_until=now)
    fresh = DocumentCertificate.objects.create(key=key, pem=pem, used_from=now)
    told = certificates.Description.of(pem)
    said = {"vouched_by": told.vouched_by, "until": f"{told.valid_until:%Y-%m-%d}"}
    record(person, "changed the document certificate", fresh, organization, **said)
    return fresh


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


def _certificate_of(key: IssuerKey) -> DocumentCertificate:
    """The one in use; a key makes one for itself until an authority vouches for it, and when that
    has ended: readers call what an expired one has signed broken, and it is not."""
    now = timezone.now().replace(microsecond=0)
    current = key.certificates.filter(used_until=None).first()
    if current is None:
        return _self_made(key, now)
    if now < certificates.Description.of(current.pem).valid_until:
        return current
    key.certificates.filter(pk=current.pk).update(used_until=now)
    fresh = _self_made(key, now)
    record(None, "took a certificate of its own: the last one ended", fresh, key.organization)
    return fresh


def _self_made(key: IssuerKey, now: datetime) -> DocumentCertificate:
    own = self_signed(_subject(key.organization, now), keyring.signer_of(key))
    pem = certificates.pem_of(own)
    return DocumentCertificate.objects.create(key=key, pem=pem, used_from=now)


def _subject(organization: Organization, now: datetime) -> Subject:
    return Subject(
        organization=organization.name,
        common_name=f"{organization.name} certificates",
        serial=secrets.randbits(_SERIAL_BITS) | 1,
        valid_from=now,
        valid_until=now.replace(year=now.year + _YEARS, day=min(now.day, 28)),
    )
