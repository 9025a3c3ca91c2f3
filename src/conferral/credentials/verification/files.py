"""Judge a file as it was handed to us, whatever it is: one answer, four lights.

Of what we gave out we know every byte. So a PDF or a picture is valid only if it is the one that
the register gives out, and a document only if it is the one that was signed: what was added,
hidden, drawn over or wrapped need not be found to be refused. Nothing of it is kept.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlsplit

from conferral.credentials.blockcerts.documents import blockcert_of
from conferral.credentials.designs.certificate import pdf_of
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.addresses import short_address
from conferral.credentials.issuing.documents import secured_document
from conferral.credentials.issuing.events import Kind as Told
from conferral.credentials.issuing.models import Credential
from conferral.credentials.issuing.number import NotANumber, parse
from conferral.credentials.transparency import log
from conferral.credentials.verification import asking, foreign, forms
from conferral.credentials.verification.actions import Judgement, find, judge_ours
from conferral.credentials.verification.asking import Ask
from conferral.credentials.verification.documents import (
    Difference,
    claimed,
    differences,
    judge_token,
)
from conferral.credentials.verification.evidence import evidence_of
from conferral.credentials.verification.opening import ATTACHMENT, Kind, Opened
from conferral.credentials.verification.record import State
from conferral.credentials.verification.sandbox import CELL, Cell
from conferral.foundation.accounts.models import Organization
from conferral.foundation.refusal import Refused
from credkit.anchors import blockcerts
from credkit.canonical import Json, jcs, load_json
from credkit.errors import Fault, Malformed
from credkit.pdf import inventory
from credkit.pdf.inventory import Change
from credkit.reading import Reading, read
from credkit.verify import CheckCode, Outcome, Status, Verdict, evidence
from credkit.verify.tokens import open_token, token_digest

MOST = 10 * 1_048_576  # Bytes.
_NUMBER = re.compile(r"[0-9A-Za-z]{2,6}(-[0-9A-Za-z]{4,5}){3}")
_NOT_OURS = frozenset({Status.ALTERED, Status.UNREADABLE, Status.UNKNOWN_ISSUER, Status.NOT_LOGGED})
_UNDECIDED = frozenset({Fault.KEY, Fault.REVOKED_KEY, Fault.UNSUPPORTED})
_TAKEN_BACK = frozenset({State.REVOKED, State.SUSPENDED, State.REPLACED})


class FileState(StrEnum):
    """What a file is, where the register's State of a certificate does not say it."""

    NUMBER = "number"  # A photo of a QR code of ours: the register answers.
    ELSEWHERE = "code of others"  # A QR code that leads to somebody else.
    FOREIGN = "foreign"  # Soundly sealed, by somebody whom this register does not know.
    FOREIGN_ALTERED = "foreign altered"
    UNKNOWN_ISSUER = "unknown issuer"  # Whether it is sealed cannot be told without their key.
    NOT_FOUND = "not found"  # It says that it is ours, and the register has no such number.
    NOTHING_INSIDE = "nothing inside"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Lights:
    """Four questions that are answered apart. SKIPPED: not checked, so it never counts as yes."""

    integrity: Outcome = Outcome.SKIPPED  # Is it, to the last byte, what was sealed?
    issuer: Outcome = Outcome.SKIPPED  # Was it sealed by one whom this register vouches for?
    status: Outcome = Outcome.SKIPPED  # Does it still stand?
    time: Outcome = Outcome.SKIPPED  # Is it valid now?


@dataclass(frozen=True)
class FileJudgement:
    """`register`: what the register says of the number that the file claims, whole or altered.

    `said`: what is odd about it, for experts. `code`: the host to which a QR code leads.
    """

    state: State | FileState
    kind: Kind | None = None
    lights: Lights = Lights()
    number: str = ""
    register: Judgement | None = None
    credential: Credential | None = None
    verdict: Verdict | None = None
    differences: tuple[Difference, ...] = ()
    changes: tuple[Change, ...] = ()
    foreign: Reading | None = None
    code: str = ""
    said: str = ""


def judge_file(
    content: bytes, now: datetime, cell: Cell = CELL, ask: Ask = asking.nobody
) -> FileJudgement:
    """`cell`: who looks into it; here only what is cheap is done with what a stranger wrote.
    `ask`: for what others publish of themselves."""
    if printed := _printed(content):
        return _as_issued(Kind.PDF, printed, now)
    try:
        opened = cell.opened(content)
        if opened.kind is Kind.PHOTO:
            return _scanned(opened.code)
        if not opened.text:
            return _without_credential(opened, now)
        document = _document_in(opened)
        if document.get("type") == evidence.TYPE:
            return _evidence(replace(opened, kind=Kind.EVIDENCE), document, now, cell)
        if credential := claimed(document):
            return _of_ours(opened, content, document, credential, now)
        return _of_others(opened, read(document), now, cell, ask)
    except Malformed as error:
        return FileJudgement(FileState.UNREADABLE, said=str(error))


def _printed(content: bytes) -> Credential | None:
    """Whose certificate it is, byte for byte as it was printed."""
    if not content.startswith(b"%PDF-"):
        return None
    known = Certificate.objects.filter(sha256=sha256(content).hexdigest())
    found = known.values_list("credential__number", flat=True).first()
    return find(found) if found else None


def _as_issued(kind: Kind, credential: Credential, now: datetime) -> FileJudgement:
    judgement = judge_ours(credential, now)
    return FileJudgement(
        state=judgement.status,
        kind=kind,
        lights=_lights(judgement.verdict, judgement.status),
        number=credential.number,
        register=judgement,
        credential=credential,
        verdict=judgement.verdict,
    )


def _document_in(opened: Opened) -> Json:
    """Malformed: neither JSON nor a token."""
    if opened.text.startswith("{"):
        return load_json(opened.text)
    return open_token(opened.text).credential


def _evidence(opened: Opened, document: Json, now: datetime, cell: Cell) -> FileJudgement:
    """A credential with its proofs: all of it has to lead to our log, or to one unknown here."""
    inner = document.get("credential")
    if not isinstance(inner, dict):
        return FileJudgement(FileState.UNREADABLE, opened.kind)
    credential = claimed(inner)
    if credential and not _is_as_signed(inner, credential):
        found = tuple(differences(secured_document(credential), inner))
        return _altered(opened, credential, now, found)
    try:
        verdict = cell.proved(opened.text, now, log.verification_key())
    except Malformed as error:
        if credential is None or error.fault is Fault.TOO_MUCH:
            raise
        return _altered(opened, credential, now)
    if credential is None:
        return _evidence_of_others(opened, read(inner), verdict)
    if verdict.status in _NOT_OURS or not _explains_as_we_do(document, credential):
        return replace(_altered(opened, credential, now), verdict=verdict)
    return _as_issued(opened.kind, credential, now)


def _explains_as_we_do(document: Json, credential: Credential) -> bool:
    """What words mean is in it for archives. Its anchors are nothing that we judge here."""
    ours = evidence_of(credential)
    told = {"contexts": dict(ours.contexts), "schemas": dict(ours.schemas)}
    return all(document.get(name) == said for name, said in told.items())


def _evidence_of_others(opened: Opened, reading: Reading, verdict: Verdict) -> FileJudgement:
    """Whoever forges can forge a log with it: without knowing that one, nothing is known."""
    judged = FileJudgement(FileState.UNKNOWN_ISSUER, opened.kind, verdict=verdict)
    if Organization.objects.filter(did=reading.issuer_id).exists():
        return replace(judged, state=FileState.NOT_FOUND)
    said = _first_no(verdict)
    if {_sealed(verdict), _outcomes(verdict)[CheckCode.LOG]} != {Outcome.PASSED}:
        lights = Lights(integrity=Outcome.FAILED)
        return replace(judged, state=FileState.FOREIGN_ALTERED, lights=lights, said=said)
    return replace(judged, foreign=reading)


def _of_ours(
    opened: Opened, content: bytes, document: Json, credential: Credential, now: datetime
) -> FileJudgement:
    """It claims to be this one."""
    is_json = opened.text.startswith("{")
    has_nothing_around = _has_nothing_around(opened.kind, content, credential)
    if is_json and has_nothing_around and _is_as_signed(document, credential):
        return _as_issued(opened.kind, credential, now)
    if not is_json and has_nothing_around and _was_signed(opened.text, credential):
        return _token(opened, credential, now)
    found = differences(_as_given(document, credential), document) if is_json else ()
    return _altered(opened, credential, now, tuple(found))


def _is_as_signed(document: Json, credential: Credential) -> bool:
    """The signature needs no second look: it is a part of what is compared."""
    ours = _as_given(document, credential)
    return document == ours and jcs(document) == jcs(ours)


def _as_given(document: Json, credential: Credential) -> Json:
    """What we give out in that form: a Blockcert, where it calls itself one and we have it."""
    kinds = document.get("type")
    if isinstance(kinds, list) and blockcerts.TYPE in kinds:
        with suppress(Refused):
            return blockcert_of(credential)
    return secured_document(credential)


def _was_signed(token: str, credential: Credential) -> bool:
    """The log is told of every token, so that nothing else has to be looked at for long."""
    told = credential.events.filter(kind=Told.ENVELOPED, document__token=token_digest(token))
    return told.exists()


def _has_nothing_around(kind: Kind, content: bytes, credential: Credential) -> bool:
    """Nothing but what is signed, or a picture that is the one which strangers are given."""
    match kind:
        case Kind.JSON | Kind.TOKEN:
            return True
        case Kind.PNG | Kind.SVG:
            return content == forms.FORMS[kind.value].make(credential)
        case _:  # A PDF as it was printed has been recognised before.
            return False


def _token(opened: Opened, credential: Credential, now: datetime) -> FileJudgement:
    """It has a seal and an entry in the log of its own; the register says the rest."""
    verdict = judge_token(opened.text, now, offline=False).verdict
    judgement = judge_ours(credential, now)
    match verdict.status:
        case Status.ALTERED | Status.UNREADABLE | Status.UNKNOWN_ISSUER:
            return replace(_altered(opened, credential, now), verdict=verdict)
        case Status.KEY_REVOKED:
            state = State.KEY_REVOKED
        case Status.NOT_LOGGED:
            state = State.NOT_LOGGED
        case _:
            state = judgement.status
    issued = _as_issued(opened.kind, credential, now)
    return replace(issued, state=state, lights=_lights(verdict, state), verdict=verdict)


def _altered(
    opened: Opened, credential: Credential, now: datetime, found: tuple[Difference, ...] = ()
) -> FileJudgement:
    return FileJudgement(
        state=State.ALTERED,
        kind=opened.kind,
        lights=Lights(integrity=Outcome.FAILED),
        number=credential.number,
        register=judge_ours(credential, now),
        credential=credential,
        differences=found,
        changes=_changes(opened, credential),
    )


def _changes(opened: Opened, credential: Credential) -> tuple[Change, ...]:
    if opened.inventory is None or not credential.printed_at:
        return ()
    original = inventory.read(pdf_of(credential), ATTACHMENT)
    return inventory.changes(original.inventory, opened.inventory)


def _without_credential(opened: Opened, now: datetime) -> FileJudgement:
    """A PDF from which it was taken may still say which number it claims."""
    claimed = _NUMBER.search(opened.keywords)
    credential = find(claimed[0]) if claimed else None
    if credential:
        return _altered(opened, credential, now)
    return FileJudgement(FileState.NOTHING_INSIDE, opened.kind)


def _of_others(
    opened: Opened, reading: Reading, now: datetime, cell: Cell, ask: Ask
) -> FileJudgement:
    if Organization.objects.filter(did=reading.issuer_id).exists():
        return FileJudgement(FileState.NOT_FOUND, opened.kind)
    verdict = cell.judged(opened.text, now, ask(foreign.needed(opened.text)))
    judged = FileJudgement(FileState.UNREADABLE, opened.kind, verdict=verdict)
    if verdict.status is Status.UNREADABLE:
        return replace(judged, said=_first_no(verdict))
    match _sealed(verdict):
        case Outcome.FAILED:
            state, lights = FileState.FOREIGN_ALTERED, Lights(integrity=Outcome.FAILED)
            return replace(judged, state=state, lights=lights, said=_first_no(verdict))
        case Outcome.PASSED:
            lights = _foreign_lights(verdict)
            return replace(judged, state=FileState.FOREIGN, lights=lights, foreign=reading)
        case _:
            said = _why_undecided(verdict)
            return replace(judged, state=FileState.UNKNOWN_ISSUER, foreign=reading, said=said)


def _sealed(verdict: Verdict) -> Outcome:
    """A key that its issuer does not list (any more), or that we cannot use, leaves it open."""
    (signed,) = (check for check in verdict.checks if check.code is CheckCode.SIGNATURE)
    return Outcome.SKIPPED if signed.fault in _UNDECIDED else signed.outcome


def _why_undecided(verdict: Verdict) -> str:
    return next((check.detail for check in verdict.checks if check.fault in _UNDECIDED), "")


def _first_no(verdict: Verdict) -> str:
    failed = (check.detail for check in verdict.checks if check.outcome is Outcome.FAILED)
    return next(failed, "")


def _scanned(code: str) -> FileJudgement:
    """Where the QR code leads. To us: the number, for the register to answer."""
    nothing = FileJudgement(FileState.NOTHING_INSIDE, Kind.PHOTO)
    try:
        address = urlsplit(code)
    except ValueError:
        return nothing
    if not address.netloc:
        return nothing
    if address.netloc.lower() != short_address().lower():
        return FileJudgement(FileState.ELSEWHERE, Kind.PHOTO, code=address.netloc.lower())
    try:
        number = parse(address.path.rstrip("/").rpartition("/")[2])
    except NotANumber:
        return nothing
    return FileJudgement(FileState.NUMBER, Kind.PHOTO, number=number)


def _lights(verdict: Verdict, state: State) -> Lights:
    said = _outcomes(verdict)
    return Lights(
        integrity=_worst(said, CheckCode.FORM, CheckCode.SIGNATURE, CheckCode.LOG),
        issuer=said[CheckCode.ISSUER],
        status=Outcome.FAILED if state in _TAKEN_BACK else said[CheckCode.STATUS],
        time=said[CheckCode.PERIOD],
    )


def _foreign_lights(verdict: Verdict) -> Lights:
    """Who they are is not for us to say."""
    said = _outcomes(verdict)
    return Lights(
        integrity=Outcome.PASSED, status=said[CheckCode.STATUS], time=said[CheckCode.PERIOD]
    )


def _outcomes(verdict: Verdict) -> dict[CheckCode, Outcome]:
    return dict.fromkeys(CheckCode, Outcome.SKIPPED) | {
        check.code: check.outcome for check in verdict.checks
    }


def _worst(said: dict[CheckCode, Outcome], *codes: CheckCode) -> Outcome:
    asked = {said[code] for code in codes}
    return next((one for one in (Outcome.FAILED, Outcome.SKIPPED) if one in asked), Outcome.PASSED)
