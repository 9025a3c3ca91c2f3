"""I5: what strangers are told of an anchor is about the checkpoint that it names."""

from collections.abc import Iterator

from conferral.credentials.anchoring import calendars, leaves
from conferral.credentials.anchoring.models import Anchor, Kind
from conferral.oversight.fsck.finding import FROM_BACKUP, Finding, Invariant, named
from credkit.anchors import ethereum, merkle_path, opentimestamps
from credkit.errors import Malformed

_CHUNK = 256


def proofs() -> Iterator[Finding]:
    sent = Anchor.objects.exclude(proof=b"").select_related("checkpoint").order_by("pk")
    for anchor in sent.iterator(chunk_size=_CHUNK):
        if problem := _problem(anchor):
            yield Finding(Invariant.GROWTH, named(anchor, anchor), problem, FROM_BACKUP)


def _problem(anchor: Anchor) -> str:
    try:
        if anchor.kind == Kind.ETHEREUM:
            return _transaction_problem(anchor, ethereum.parse(bytes(anchor.proof)).payload)
        stamp = opentimestamps.parse_file(bytes(anchor.proof))
    except Malformed as error:
        return f"its proof is none: {error}"
    if stamp.message != calendars.digest_of(anchor.checkpoint.note):
        return "its proof is about another checkpoint"
    if anchor.held_at and anchor.block not in stamp.heights:
        return "its proof does not lead to the block that it names"
    return ""


def _transaction_problem(anchor: Anchor, said: bytes) -> str:
    if said != anchor.payload:
        return "its transaction says another root"
    documents = leaves.hashes_under(anchor)
    root = merkle_path.root(documents) if documents else b""
    return "" if root == bytes(anchor.documents_root) else "other documents are under it"
