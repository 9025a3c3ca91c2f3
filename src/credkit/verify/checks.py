"""The questions that a verification asks.

A check never raises over a bad credential: it fails and says why. Nothing is VALID unless the
signature and the live status were really checked.
"""

import re
from datetime import datetime

from credkit import canonical, resources, schemas, status_list
from credkit.canonical import Json
from credkit.errors import Fault, Malformed
from credkit.proofs import data_integrity
from credkit.reading import Reading, StatusEntry, many, read
from credkit.verify import signatures
from credkit.verify.materials import Materials, at_the_time, issuer_document
from credkit.verify.signatures import ProofReport
from credkit.verify.verdict import Check, CheckCode, Outcome, Status, Verdict

_OPEN_BADGE_CONTEXT = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context")
_MANY = 8  # Statuses: an honest credential has one or two.
_TAKEN_BACK = {"revocation": Status.REVOKED, "suspension": Status.SUSPENDED}

NO_ISSUER_DOCUMENT = Check(
    CheckCode.SIGNATURE, Outcome.SKIPPED, "no issuer document", Status.UNKNOWN_ISSUER
)


def verify(
    document: Json, materials: Materials, now: datetime, *, document_digest: bytes | None = None
) -> Verdict:
    """Judge a secured credential with what the caller holds, at the aware moment `now`.

    `document_digest`: SHA-256 of the canonical document without proof, when the caller rebuilt
    the document from a `Shape`; its form was then checked when the shape was compiled.
    """
    try:
        reading = read(document) if document_digest is not None else read_form(document)
    except Malformed as error:
        return unreadable(error)
    signed, proofs = signature(document, reading, materials, now, document_digest)
    return Verdict.of(
        [
            form(document),
            signed,
            issuer(reading, materials),
            log(document, materials),
            status(reading, materials, now),
            period(reading, now),
        ],
        proofs,
    )


def read_form(document: Json) -> Reading:
    """Malformed unless it is a sound credential of which every word would be signed."""
    reading = read(document)
    canonical.check_terms(data_integrity.unsecured(document))
    contexts = data_integrity.contexts_of(document)
    if any(isinstance(each, str) and _OPEN_BADGE_CONTEXT.match(each) for each in contexts):
        problems = _problems(document, schemas.schemas_for(reading.types))
        if problems:
            raise Malformed(problems[0])
    resources.check(document)
    return reading


def form(document: Json) -> Check:
    """That it could be read, with a remark on what it points to and nobody has looked at."""
    unseen = resources.check(document)
    detail = f"not looked at: {', '.join(unseen)}" if unseen else ""
    return Check(CheckCode.FORM, Outcome.PASSED, detail)


def signature(
    document: Json,
    reading: Reading,
    materials: Materials,
    now: datetime,
    document_digest: bytes | None = None,
) -> tuple[Check, tuple[ProofReport, ...]]:
    """Is every proof that we can check a good one, and is there at least one?

    With a report on each proof.
    """
    did_document = issuer_document_or_none(reading, materials)
    if did_document is None:
        return NO_ISSUER_DOCUMENT, ()
    if materials.cutoffs:
        logged = log(document, materials)
        did_document = at_the_time(did_document, materials.cutoffs, excused(logged, materials))
    reports: tuple[ProofReport, ...] = ()
    try:
        reports = signatures.examine(document, did_document, now, document_digest)
        signatures.require(reports)
    except Malformed as error:
        return unsigned(error), reports
    detail = "; ".join(map(str, reports)) if len(reports) > 1 else ""
    return Check(CheckCode.SIGNATURE, Outcome.PASSED, detail), reports


def issuer(reading: Reading, materials: Materials) -> Check:
    if reading.issuer_id in materials.trusted_issuers:
        return Check(CheckCode.ISSUER, Outcome.PASSED, reading.issuer_id)
    return Check(CheckCode.ISSUER, Outcome.FAILED, reading.issuer_id, Status.UNKNOWN_ISSUER)


def log(document: Json, materials: Materials) -> Check:
    if not materials.log_key:
        return Check(CheckCode.LOG, Outcome.SKIPPED, "no log was asked for")
    proof = materials.log_proof
    if proof is None:
        return Check(CheckCode.LOG, Outcome.FAILED, "no proof from the log", Status.NOT_LOGGED)
    try:
        if proof.includes(document, materials.log_key):
            return Check(CheckCode.LOG, Outcome.PASSED, f"entry {proof.index}")
    except (Malformed, ValueError) as error:
        return Check(CheckCode.LOG, Outcome.FAILED, str(error), Status.NOT_LOGGED)
    return Check(CheckCode.LOG, Outcome.FAILED, "the log does not hold it", Status.NOT_LOGGED)


def status(reading: Reading, materials: Materials, now: datetime) -> Check:
    """Look up every status that can take the credential back."""
    entries = [entry for entry in reading.statuses if entry.purpose in _TAKEN_BACK]
    if not entries:
        return Check(
            CheckCode.STATUS, Outcome.SKIPPED, "no status to look up", Status.STATUS_UNKNOWN
        )
    found = [_look_up(entry, reading, materials, now) for entry in entries]
    if reading.unknown_statuses:
        kinds = ", ".join(reading.unknown_statuses)
        found.append(Check(CheckCode.STATUS, Outcome.SKIPPED, kinds, Status.STATUS_UNKNOWN))
    return min(found, key=lambda check: list(Status).index(check.means))


def period(reading: Reading, now: datetime) -> Check:
    if reading.valid_from and now < reading.valid_from:
        detail = reading.valid_from.isoformat()
        return Check(CheckCode.PERIOD, Outcome.FAILED, detail, Status.NOT_YET_VALID)
    if reading.valid_until and now > reading.valid_until:
        detail = reading.valid_until.isoformat()
        return Check(CheckCode.PERIOD, Outcome.FAILED, detail, Status.EXPIRED)
    return Check(CheckCode.PERIOD, Outcome.PASSED)


def unreadable(error: Malformed) -> Verdict:
    """What cannot be read for sure is asked nothing more."""
    skipped = [Check(code, Outcome.SKIPPED) for code in CheckCode if code is not CheckCode.FORM]
    return Verdict.of([failed(CheckCode.FORM, error, Status.UNREADABLE), *skipped])


def unsigned(error: Malformed) -> Check:
    """The answer to who signed it: not the issuer, or a key that others may have had."""
    is_stolen = error.fault is Fault.REVOKED_KEY
    return failed(CheckCode.SIGNATURE, error, Status.KEY_REVOKED if is_stolen else Status.ALTERED)


def failed(code: CheckCode, error: Malformed, means: Status) -> Check:
    return Check(code, Outcome.FAILED, str(error), means, error.fault)


def issuer_document_or_none(reading: Reading, materials: Materials) -> Json | None:
    try:
        return issuer_document(reading, materials)
    except Malformed:
        return None


def excused(logged: Check, materials: Materials) -> set[str]:
    """The stolen keys that were not stolen yet when the log took in what it is asked for."""
    proof = materials.log_proof
    if proof is None or logged.outcome is not Outcome.PASSED:
        return set()
    return {method for method, size in materials.cutoffs.items() if proof.index < size}


def _problems(document: Json, schema_urls: list[str]) -> list[str]:
    """What the schemas find wrong. They know one status, where VC 2.0 (section 4.10) allows more:
    each of them is held against them."""
    match document.get("credentialStatus"):
        case [_, _, *_] as statuses if len(statuses) > _MANY:
            raise Malformed(f"more than {_MANY} statuses", Fault.TOO_MUCH)
        case [_, _, *_] as statuses:
            alone = [{**document, "credentialStatus": status} for status in statuses]
        case _:
            alone = [document]
    return [
        problem for each in alone for url in schema_urls for problem in schemas.validate(each, url)
    ]


def _look_up(entry: StatusEntry, reading: Reading, materials: Materials, now: datetime) -> Check:
    published = materials.documents.get(entry.list_url)
    if not published:
        return Check(CheckCode.STATUS, Outcome.SKIPPED, "no status list", Status.STATUS_UNKNOWN)
    try:
        _check_list(published, entry, reading, materials, now)
        encoded = published["credentialSubject"].get("encodedList")
        if status_list.is_set(str(encoded), entry.index):
            means = _TAKEN_BACK[entry.purpose]
            return Check(CheckCode.STATUS, Outcome.FAILED, entry.purpose, means)
    except Malformed as error:
        return Check(CheckCode.STATUS, Outcome.SKIPPED, str(error), Status.STATUS_UNKNOWN)
    return Check(CheckCode.STATUS, Outcome.PASSED)


def _check_list(
    published: Json, entry: StatusEntry, reading: Reading, materials: Materials, now: datetime
) -> None:
    """Malformed unless it is the list that the entry means: same issuer, signed, of today."""
    of_list = read(published)
    subject = published["credentialSubject"]
    if "BitstringStatusListCredential" not in of_list.types or not isinstance(subject, dict):
        raise Malformed("not a status list")
    if of_list.id != entry.list_url or of_list.issuer_id != reading.issuer_id:
        raise Malformed("the list of someone else, or another list")
    if entry.purpose not in many(subject.get("statusPurpose")):
        raise Malformed("a status list for another purpose")
    if period(of_list, now).outcome is Outcome.FAILED:
        raise Malformed("the status list is not of today")
    did_document = issuer_document(reading, materials)
    if did_document is None:
        raise Malformed("no issuer document")
    # Whoever has a stolen key could say that nothing was ever taken back.
    did_document = at_the_time(did_document, materials.cutoffs, set())
    signatures.require(signatures.examine(published, did_document, now))
