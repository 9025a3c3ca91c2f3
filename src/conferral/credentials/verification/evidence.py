"""Everything that proves one certificate, gathered: see `credkit.verify.evidence`."""

from dataclasses import replace
from hashlib import sha256

from conferral.credentials.issuing import documents
from conferral.credentials.issuing.models import Credential, Event
from conferral.credentials.transparency import log
from conferral.credentials.transparency.models import SignedCheckpoint
from conferral.credentials.transparency.witnesses import lines_under
from conferral.foundation.refusal import Refused
from credkit import contexts, schemas
from credkit.reading import read
from credkit.tlog.proof import LogProof, ToldProof
from credkit.verify.evidence import Evidence


def evidence_file(credential: Credential) -> bytes:
    """One JSON file. Refused while it has not been logged, or its status list not been signed."""
    return evidence_of(credential).to_file()


def evidence_of(credential: Credential) -> Evidence:
    """As of the newest checkpoint and the newest lists."""
    latest, index = log.checkpoint(), credential.entry.index
    lists = documents.status_lists_of(credential)
    if latest is None or index is None or not lists:
        raise Refused("This certificate is not in the public log yet. Try again in a moment.")
    document = documents.secured_document(credential)
    proof = log.proof_of(index, bytes(credential.log_salt), latest)
    return Evidence(
        credential=document,
        status_lists=tuple(lists.values()),
        log_key=log.verification_key(),
        proof=_cosigned(proof, latest),
        keys=_told_of_keys(credential, latest),
        contexts={url: contexts.content(url).decode() for url in document["@context"]},
        schemas={
            url: sha256(schemas.content(url)).hexdigest()
            for url in schemas.schemas_for(read(document).types)
        },
    )


def _told_of_keys(credential: Credential, latest: SignedCheckpoint) -> tuple[ToldProof, ...]:
    told = Event.objects.filter(
        organization=credential.key.organization,
        kind__startswith="key-",
        entry__index__lt=latest.size,
    )
    return tuple(_proved(each, latest) for each in told.select_related("entry").order_by("pk"))


def _proved(event: Event, latest: SignedCheckpoint) -> ToldProof:
    index = event.entry.index or 0  # Those that wait for one were left out.
    return ToldProof(event.document, log.proof_of(index, bytes(event.salt), latest))


def _cosigned(proof: LogProof, latest: SignedCheckpoint) -> LogProof:
    return replace(proof, checkpoint=latest.note + lines_under(latest))
