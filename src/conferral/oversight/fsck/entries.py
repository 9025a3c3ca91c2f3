"""I2 and I3: each entry of the log stands for one credential or event, and is its hash."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

from django.db.models import Exists, Max, OuterRef

from conferral.credentials.issuing.models import Credential, Event, IssuerKey, Shape
from conferral.credentials.issuing.shapes import compiled
from conferral.credentials.transparency.models import Entry
from conferral.oversight.fsck.finding import FROM_BACKUP, Finding, Invariant, named
from credkit import canonical
from credkit.errors import Malformed
from credkit.proofs import data_integrity
from credkit.shape import Form
from credkit.tlog.proof import SALT_SIZE, entry

_CHUNK = 250
_COLUMNS = ("slots", "signature", "digest", "log_salt", "number", "shape", "key", "entry")


def bijection() -> Iterator[Finding]:
    """I2: nothing stands in the log that nobody promised, and nobody shares an entry."""
    of_credential = Exists(Credential.objects.filter(entry=OuterRef("pk")))
    of_event = Exists(Event.objects.filter(entry=OuterRef("pk")))
    promised = Entry.objects.annotate(of_credential=of_credential, of_event=of_event)
    lost = promised.filter(of_credential=False, of_event=False, recovered_at=None)
    for unclaimed in lost.order_by("pk").iterator(chunk_size=_CHUNK):
        problem = "neither a credential nor an event belongs to it"
        remedy = "A credential was deleted: restore it from a backup. Its entry stays for ever."
        yield Finding(Invariant.ENTRIES, named(unclaimed), problem, remedy)
    for shared in promised.filter(of_credential=True, of_event=True):
        problem = "a credential and an event claim it both"
        yield Finding(Invariant.ENTRIES, named(shared), problem, FROM_BACKUP)


def gaps() -> Iterator[Finding]:
    """I2: places are given from 0 on, each once."""
    logged = Entry.objects.filter(index__isnull=False)
    last = logged.aggregate(last=Max("index"))["last"]
    if last is None or logged.count() == last + 1:
        return  # Places are unique, so as many as there can be are all of them.
    before = Entry.objects.filter(index=OuterRef("index") - 1)
    for after in logged.filter(~Exists(before), index__gt=0).order_by("index"):
        problem = f"the entry at place {(after.index or 0) - 1} is missing"
        yield Finding(Invariant.ENTRIES, named(after), problem, FROM_BACKUP)
    if not logged.filter(index=0).exists():
        yield Finding(Invariant.ENTRIES, "transparency.Entry", "place 0 has no entry", FROM_BACKUP)


def credentials() -> Iterator[Finding]:
    """I3: the entry is the salted digest of the credential as it is made from its row today."""
    _form.cache_clear()  # It is the rows of today that are looked at.
    kept = Credential.objects.kept().select_related("entry").only(*_COLUMNS, "entry__commitment")
    for credential in kept.order_by("pk").iterator(chunk_size=_CHUNK):
        row = named(credential, credential.number)
        try:
            digest = _digest(credential)
        except (Malformed, KeyError) as error:
            problem = f"its document cannot be made: {error}"
            yield Finding(Invariant.LEAVES, row, problem, FROM_BACKUP)
            continue
        if digest != bytes(credential.digest):
            problem = "its document is not the one that was signed"
            yield Finding(Invariant.LEAVES, row, problem, FROM_BACKUP)
        elif not _is_committed(bytes(credential.log_salt), digest, credential.entry):
            problem = f"{named(credential.entry)} is not its salted hash"
            yield Finding(Invariant.LEAVES, row, problem, FROM_BACKUP)


def shapes() -> Iterator[Finding]:
    """I3: what all credentials of a kind say alike has never been changed."""
    for shape in Shape.objects.order_by("pk").iterator(chunk_size=10):
        said = {"template": shape.template, "facts": shape.facts}
        if sha256(canonical.jcs(said)).hexdigest() != shape.sha256:
            problem = "its wording is not what it was when it was stored"
            yield Finding(Invariant.LEAVES, named(shape), problem, FROM_BACKUP)


def events() -> Iterator[Finding]:
    """I3, for what happened to credentials and keys."""
    told = Event.objects.select_related("entry").order_by("pk")
    for event in told.iterator(chunk_size=_CHUNK):
        digest = canonical.digest(event.document)
        if not _is_committed(bytes(event.salt), digest, event.entry):
            problem = f"{named(event.entry)} is not its salted hash"
            yield Finding(Invariant.LEAVES, named(event, event.kind), problem, FROM_BACKUP)


def _digest(credential: Credential) -> bytes:
    """Of the secured document's canonical bytes, without making the document."""
    form = _form(credential.shape_id, credential.key_id, credential.slots["issued_at"])
    proof_value = data_integrity.proof_value(bytes(credential.signature))
    filled = form.fill(credential.slots | {data_integrity.PROOF_VALUE: proof_value})
    return sha256(filled).digest()


@lru_cache(maxsize=256)  # One for each batch of a course: rows that follow each other share it.
def _form(shape: int, key: int, issued_at: str) -> Form:
    method = IssuerKey.objects.select_related("organization").get(pk=key).verification_method
    options = data_integrity.Options(method, issued_at)
    return data_integrity.secured_form(compiled(Shape.objects.get(pk=shape)), options)


def _is_committed(salt: bytes, digest: bytes, promised: Entry) -> bool:
    return len(salt) == SALT_SIZE and entry(salt, digest) == bytes(promised.commitment)
