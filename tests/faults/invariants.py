"""What must be true of a register at every moment, whatever has just gone wrong.

The numbers are those of SECURITY-PROMISES 1.4. Where it can, this reads the rows by itself and
counts anew, so that it does not repeat a mistake of the code that it looks at.
"""

import hashlib
from collections.abc import Iterator
from itertools import pairwise

from django.db.models import Sum

from conferral.credentials.delivery.models import Delivery
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing import number
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.models import Credential, Event, StatusList
from conferral.credentials.transparency import log
from conferral.credentials.transparency.models import Entry, SignedCheckpoint, Tile
from conferral.foundation.mail.models import Message
from conferral.learning.awards.models import Award
from conferral.learning.progress.models import Import
from conferral.learning.renewal.deciding import Way
from conferral.learning.renewal.models import Rule
from conferral.oversight.fsck.run import findings
from credkit import canonical, status_list
from credkit.tlog import checkpoint as checkpoints
from credkit.tlog import merkle, tiles


def broken() -> list[str]:
    """A sentence for everything that is not as it was promised. Empty: all is well."""
    return [
        *_rows_of_files(),
        *_entries(),
        *_leaves(),
        *_roots(),
        *_growth(),
        *_status_bits(),
        *_files(),
        *_numbers(),
        *_letters(),
        *_evidence(),
        *(f"{each.invariant}: {each.row} {each.problem}" for each in findings()),
    ]


def _rows_of_files() -> Iterator[str]:
    """I1: what was taken in is recorded or refused, line by line."""
    for batch in Import.objects.filter(confirmed_at__isnull=False):
        rows = batch.rows.count()
        recorded = batch.rows.filter(refused=False, enrolment__isnull=False).count()
        if rows != recorded + batch.rows.filter(refused=True).count():
            yield f"I1: {batch} has lines that are neither recorded nor refused"
        if batch.read_at and rows != batch.lines:
            yield f"I1: {batch} has {batch.lines} lines, and {rows} are accounted for"


def _entries() -> Iterator[str]:
    """I2: one leaf for each credential and each event, and none for anything else."""
    promised = sorted(Entry.objects.values_list("pk", flat=True))
    told = [
        *Credential.objects.values_list("entry", flat=True),
        *Event.objects.values_list("entry", flat=True),
    ]
    if promised != sorted(told):
        yield "I2: entries are not one to one with credentials and events"
    indices = list(_logged().values_list("index", flat=True))
    if indices != list(range(len(indices))):
        yield "I2: the indices have gaps"


def _leaves() -> Iterator[str]:
    """I3: the commitment is the salted digest of the document as it is made today."""
    related = ("shape", "key__organization", "entry")
    for credential in Credential.objects.kept().select_related(*related):
        digest = canonical.digest(secured_document(credential))
        commitment = hashlib.sha256(bytes(credential.log_salt) + digest).digest()
        if commitment != bytes(credential.entry.commitment) or digest != bytes(credential.digest):
            yield f"I3: {credential} is not what its leaf says"
    for event in Event.objects.select_related("entry"):
        digest = canonical.digest(event.document)
        commitment = hashlib.sha256(bytes(event.salt) + digest).digest()
        if commitment != bytes(event.entry.commitment):
            yield f"I3: {event} is not what its leaf says"


def _roots() -> Iterator[str]:
    """I4: leaves, tiles and the last checkpoint tell of the same tree."""
    latest = log.checkpoint()
    leaves = _leaf_hashes()
    if latest is None:
        if leaves:
            yield "I4: there are leaves and no checkpoint"
        return
    signed = checkpoints.open_checkpoint(latest.note, log.verification_key())
    if (signed.size, signed.root) != (len(leaves), _root(leaves)):
        yield "I4: the last checkpoint is not about these leaves"
    if tiles.root(_tile, latest.size) != signed.root:
        yield "I4: the tiles have another root"


def _growth() -> Iterator[str]:
    """I5: every checkpoint that was ever signed is a beginning of the next."""
    leaves = _leaf_hashes()
    opened = [
        checkpoints.open_checkpoint(kept.note, log.verification_key())
        for kept in SignedCheckpoint.objects.order_by("size")
    ]
    for checkpoint in opened:
        if checkpoint.root != _root(leaves[: checkpoint.size]):
            yield f"I5: the checkpoint of {checkpoint.size} signs another tree"
    for old, new in pairwise(opened):
        proof = tiles.consistency_proof(_tile, old.size, new.size)
        if not merkle.is_consistent(old.root, old.size, new.root, new.size, proof):
            yield f"I5: {old.size} and {new.size} are not of one log"


def _status_bits() -> Iterator[str]:
    """I6: a published list has the bits that the register has."""
    for listed in StatusList.objects.filter(published_at__isnull=False):
        encoded = listed.document["credentialSubject"]["encodedList"]
        for credential in Credential.objects.filter(status_list=listed):
            if status_list.is_set(encoded, credential.status_index) != bool(credential.revoked_at):
                yield f"I6: the list says something else of {credential}"
        for credential in Credential.objects.filter(suspension_list=listed):
            is_set = status_list.is_set(encoded, credential.suspension_index)
            if is_set != bool(credential.suspended_at):
                yield f"I6: the list of suspensions says something else of {credential}"


def _files() -> Iterator[str]:
    """I7: what was printed is kept byte for byte, and nothing leaves before it is logged."""
    for certificate in Certificate.objects.select_related("credential__entry").exclude(file=""):
        with certificate.file.open() as file:
            if hashlib.sha256(file.read()).hexdigest() != certificate.sha256:
                yield f"I7: the file of {certificate} is another one"
        if certificate.credential.entry.index is None:
            yield f"I7: {certificate} was printed before it was logged"


def _numbers() -> Iterator[str]:
    """I8: every number is as it is written, and there is no second of it."""
    numbers = list(Credential.objects.values_list("number", flat=True))
    if len(set(numbers)) != len(numbers):
        yield "I8: a number is given twice"
    yield from (f"I8: {each} is no number" for each in numbers if number.parse(each) != each)


def _letters() -> Iterator[str]:
    """I10: one letter for each certificate that was announced, and none for any other."""
    letters = set(Delivery.objects.values_list("message", flat=True))
    written = Message.objects.filter(key__startswith="certificate:")
    if letters != set(written.values_list("pk", flat=True)):
        yield "I10: letters and deliveries are not one to one"
    announced = Certificate.objects.filter(announced_at__isnull=False)
    reachable = announced.filter(credential__award__enrolment__person__email__isnull=False)
    unannounced = Delivery.objects.filter(certificate__announced_at=None)
    if reachable.filter(delivery=None).exists() or unannounced.exists():
        yield "I10: a certificate and its letter disagree"


def _evidence() -> Iterator[str]:
    """I11: nobody has an award whose results do not earn it, or a credential of another's."""
    related = "enrolment__version", "enrolment__person", "enrolment__renewal"
    for award in Award.objects.select_related(*related):
        if award.enrolment.person.email and not _is_earned(award):
            yield f"I11: {award} has not earned it"
        credentials = list(award.credentials.filter(replaced_by=None))
        if len(credentials) > 1 or bool(credentials) != bool(award.issued_at):
            yield f"I11: {award} was issued {len(credentials)} times"
        for credential in credentials:
            if credential.slots and credential.slots["holder"] != str(award.enrolment.person.uuid):
                yield f"I11: {credential} names another than {award.enrolment.person.pk}"


def _is_earned(award):
    """By the course itself, or by the points for which the one before it is renewed."""
    renewal = getattr(award.enrolment, "renewal", None)
    if renewal is None or renewal.way != Way.POINTS:
        return award.enrolment.decision.met
    earned = award.enrolment.person.activities.aggregate(points=Sum("points"))["points"] or 0
    return earned >= Rule.objects.get(course__versions=award.enrolment.version).points


def _logged():
    return Entry.objects.filter(index__isnull=False).order_by("index")


def _leaf_hashes() -> list[bytes]:
    rows = _logged().values_list("commitment", flat=True)
    return [hashlib.sha256(b"\0" + bytes(commitment)).digest() for commitment in rows]


def _root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = _root(leaves[:split]), _root(leaves[split:])
    return hashlib.sha256(b"\1" + left + right).digest()


def _tile(level: int, index: int) -> bytes:
    found = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
    return bytes(found or b"")
