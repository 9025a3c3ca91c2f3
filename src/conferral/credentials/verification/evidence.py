"""Everything that proves one certificate, gathered: see `credkit.verify.evidence`."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from conferral.credentials.anchoring import documents as anchoring
from conferral.credentials.issuing import documents
from conferral.credentials.issuing.models import Credential, Event
from conferral.credentials.transparency import log
from conferral.credentials.transparency.models import SignedCheckpoint
from conferral.credentials.transparency.witnesses import as_shown
from conferral.foundation.refusal import Refused
from credkit import contexts, schemas
from credkit.canonical import Json
from credkit.credential import timestamp
from credkit.reading import read
from credkit.tlog.proof import ToldProof
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
        proof=replace(proof, checkpoint=as_shown(latest)),
        keys=_told_of_keys(credential, latest),
        anchors=tuple(_anchors(credential, index)),
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


def _anchors(credential: Credential, index: int) -> Iterator[Json]:
    """Each with the file that proves it, and the way from the entry to the tree that it holds."""
    for anchor, files in anchoring.evidence(index):
        proof = log.proof_of(index, bytes(credential.log_salt), anchor.checkpoint)
        held_at = timestamp(anchor.held_at) if anchor.held_at else None
        yield {
            "type": anchor.kind,
            "place": anchor.place,
            "block": anchor.block,
            "heldAt": held_at,
            "logProof": proof.to_file(),
            "files": {name: b64encode(content).decode() for name, content in files.items()},
        }
