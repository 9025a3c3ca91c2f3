"""Who cosigns our log: added, removed, and asked. Nobody who issues waits for them."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from conferral.credentials.transparency import tree
from conferral.credentials.transparency.models import (
    Cosignature,
    SignedCheckpoint,
    Witness,
    WitnessQuerySet,
)
from conferral.foundation import outbound
from conferral.foundation.audit.trail import record
from conferral.foundation.outbound import Question, Reach
from conferral.foundation.refusal import Refused
from credkit.errors import Malformed
from credkit.tlog import cosignature, note, tiles
from credkit.tlog import witness as protocol
from credkit.tlog.note import Kind, VerifierKey
from credkit.tlog.witness import Answer, Request

_AGAIN_AFTER = timedelta(hours=1)  # A witness's date says that the log has not been frozen.
_MOST = 16_384  # Bytes of an answer: a line for each of a few keys.


@transaction.atomic
def add(vkey: str, url: str, reach: Reach = Reach.PUBLIC) -> Witness:
    """Ask this witness from now on. Refused: not the key of a witness, or one that we have."""
    try:
        VerifierKey.parse(vkey, Kind.COSIGNATURE)
    except Malformed as error:
        raise Refused(f"{error}. A witness prints its own with: conferral witness key") from error
    at = {"url": url.rstrip("/"), "reach": reach}
    witness, is_new = Witness.objects.get_or_create(vkey=vkey, defaults=at)
    if not is_new:
        raise Refused("This witness is asked already.")
    record(None, "added a witness", witness, None, name=str(witness), url=witness.url)
    return witness


@transaction.atomic
def remove(witness: Witness) -> None:
    """Ask it no more. What it has cosigned is forgotten here; whoever has it keeps it."""
    record(None, "removed a witness", witness, None, name=str(witness), url=witness.url)
    witness.cosignatures.all().delete()
    witness.delete()


def waiting(now: datetime) -> WitnessQuerySet:
    """Those that have not seen our newest tree, or not lately."""
    latest = tree.latest()
    if latest is None:
        return Witness.objects.none()
    late = Q(asked_at=None) | Q(asked_at__lt=now - _AGAIN_AFTER)
    return Witness.objects.due().filter(late | Q(size__lt=latest.size)).order_by("pk")


def ask(witness: Witness) -> None:
    """Have it cosign our newest checkpoint.

    Unreachable: ask again, later. Refused: its answer is not what an honest witness says to an
    honest log.
    """
    latest = tree.latest()
    if latest is None:
        return
    try:
        answer = _post(witness, latest, min(witness.size, latest.size))
        if answer.status == Answer.CONFLICT and answer.content_type == protocol.SIZE_TYPE:
            answer = _post(witness, latest, _known_to(witness, answer, latest))
    except outbound.Unreachable:
        # Never stuck: however long it is away, nobody here has to do anything.
        witness.keep(tries=1)
        raise
    _keep(witness, latest, _cosigned(witness, latest, answer))


def as_shown(signed: SignedCheckpoint) -> str:
    """The note, and under it the cosignatures that were collected: what strangers are shown."""
    lines = signed.cosignatures.order_by("witness").values_list("line", flat=True)
    return signed.note + "".join(lines)


def _post(witness: Witness, latest: SignedCheckpoint, old_size: int) -> outbound.Answer:
    proof = tiles.consistency_proof(tree.tile, old_size, latest.size) if old_size else []
    request = str(Request(old_size, tuple(proof), latest.note))
    address = f"{witness.url}/add-checkpoint"
    question = Question(address, request.encode(), most=_MOST)
    return outbound.ask(question, Reach(witness.reach))


def _known_to(witness: Witness, answer: outbound.Answer, latest: SignedCheckpoint) -> int:
    """The size that the witness says it has seen. Refused when we have not so many entries."""
    size = protocol.parse_size(answer.body.decode(errors="replace"))
    if size > latest.size:
        raise Refused(
            f"{witness} has cosigned {size:,} entries of this log, and there are {latest.size:,}: "
            "this database is older than what was published. See docs/operations.md, “The log "
            "after a restore”."
        )
    return size


def _cosigned(
    witness: Witness, latest: SignedCheckpoint, answer: outbound.Answer
) -> cosignature.Cosignature:
    text = answer.body.decode(errors="replace")
    if answer.status != Answer.COSIGNED:
        raise Refused(f"{witness} does not cosign: {answer.status}. {text[:200].strip()}")
    try:
        found = cosignature.verified(latest.note, note.parse_lines(text), witness.vkey)
    except Malformed as error:
        raise Refused(f"{witness} answers what is no cosignature: {error}.") from error
    if found is None:
        raise Refused(f"{witness} has not cosigned with the key that we know.")
    return found


@transaction.atomic
def _keep(witness: Witness, latest: SignedCheckpoint, given: cosignature.Cosignature) -> None:
    now = timezone.now()
    Cosignature.objects.update_or_create(
        checkpoint=latest,
        witness=witness,
        defaults={"at": datetime.fromtimestamp(min(given.at, _END), UTC), "line": given.line},
    )
    Witness.objects.filter(pk=witness.pk).update(
        size=latest.size, asked_at=now, attempts=0, next_attempt_at=now
    )


_END = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())  # As far as a database can count.
