"""All that one person has earned from one issuer, in one signed document (CLR 2.0)."""

from datetime import datetime
from uuid import uuid4

from conferral.credentials.issuing import compose
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential, CredentialQuerySet, Use
from conferral.foundation import vault
from credkit import clr
from credkit.canonical import Json
from credkit.credential import timestamp
from credkit.proofs import data_integrity


def record_of(credential: Credential, now: datetime) -> Json:
    """The record of the credential's holder, with all that stands now. For processes that sign.

    It is made for the holder and never published: who knows one number need not know the others.
    """
    organization = credential.key.organization
    key = organization.issuer_keys.in_use(Use.CREDENTIALS).get()
    record = clr.Record(
        id=f"urn:uuid:{uuid4()}",
        name=f"Learner record of {credential.slots['holder_name']}",
        issuer=compose.profile(organization),
        holder_id=f"urn:uuid:{credential.slots['holder']}",
        holder_name=credential.slots["holder_name"],
        valid_from=timestamp(now),
        credentials=[secured_document(each) for each in _standing(credential)],
    )
    options = data_integrity.Options(key.verification_method, timestamp(now))
    return data_integrity.add(record.to_json(), vault.signer(key.name), options)


def _standing(credential: Credential) -> CredentialQuerySet:
    """Of the same holder and issuer: not taken back, and in the log. The oldest first."""
    holder = credential.award.enrolment.person
    mine = Credential.objects.of(credential.key.organization).kept().logged()
    standing = mine.filter(award__enrolment__person=holder, revoked_at=None, suspended_at=None)
    return standing.select_related("shape", "key__organization").order_by("issued_at", "pk")
