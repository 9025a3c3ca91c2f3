"""What the QR code of a certificate proves by itself, signed once before it is printed."""

from collections.abc import Iterator
from datetime import datetime

from conferral.credentials.issuing import keyring
from conferral.credentials.issuing.models import Credential
from conferral.credentials.sealing.actions import document_key
from conferral.foundation.accounts.name_modes import NameMode, shown
from credkit.cose import stub
from credkit.cose.stub import Place, Stub


def stub_of(credential: Credential) -> str:
    """Its digits; "" for a specimen, which nothing should prove.

    For processes that may sign: the organization's papers and stubs have one key. Refused while
    it is said to be stolen.
    """
    if credential.is_specimen:
        return ""
    organization = credential.key.organization
    signer = keyring.signer_of(document_key(organization))
    return stub.sign(_told(credential), organization.did, credential.number, signer)


def _told(credential: Credential) -> Stub:
    """No more of the name than the organization shows to strangers."""
    mode = NameMode(credential.key.organization.name_mode)
    until = credential.valid_until
    return Stub(
        holder=shown(credential.slots["holder_name"], mode),
        course=credential.shape.facts["course"],
        issued=_seconds(credential.issued_at),
        expires=_seconds(until) if until else None,
        places=tuple(_places(credential)),
    )


def _places(credential: Credential) -> Iterator[Place]:
    yield credential.status_list_id, credential.status_index
    if credential.suspension_list_id and credential.suspension_index is not None:
        yield credential.suspension_list_id, credential.suspension_index


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
