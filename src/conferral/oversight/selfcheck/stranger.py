"""What a stranger would find out about a certificate of ours, from what is given out and no more.

The JSON as it is served, the DID document, the status lists as they were signed last, the log proof
as a file, and the bytes of the PDF. The register is asked only for what they ought to say.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

import orjson
from django.core.exceptions import ObjectDoesNotExist

from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing import documents
from conferral.credentials.issuing.models import Credential, StatusList, Use
from conferral.credentials.transparency import log
from conferral.credentials.verification.forms import json_of
from conferral.credentials.verification.log_proof import tlog_proof
from conferral.foundation.refusal import Refused
from credkit.canonical import Json
from credkit.errors import Malformed
from credkit.tlog.proof import LogProof
from credkit.verify import Materials, Outcome, Status, Verdict, verify

# What reading a row or a file that somebody has changed may come to.
_BROKEN = (Malformed, Refused, ObjectDoesNotExist, OSError, LookupError, TypeError, ValueError)


def problems(credential: Credential, now: datetime) -> list[str]:
    """In words; [] when a stranger finds it as the register has it."""
    return [*_of_credential(credential, now), *_of_paper(credential)]


def expected(credential: Credential, now: datetime) -> frozenset[Status]:
    """What its verdict may be. More than one where a list is about to be published."""
    cutoff, index = credential.key.cutoff_size, credential.entry.index
    if cutoff is not None and (index is None or index >= cutoff):
        return frozenset({Status.KEY_REVOKED})
    taken_back = {Status.REVOKED: credential.revoked_at, Status.SUSPENDED: credential.suspended_at}
    lists = {Status.REVOKED: credential.status_list, Status.SUSPENDED: credential.suspension_list}
    for status, since in taken_back.items():
        if since and _is_published(lists[status]):
            return frozenset({status})
    in_time = _by_time(credential, now)
    return in_time | {status for status, listed in lists.items() if not _is_settled(listed)}


def _of_credential(credential: Credential, now: datetime) -> Iterator[str]:
    try:
        verdict = _judged(credential, now)
    except _BROKEN as error:
        yield f"it cannot be given out ({type(error).__name__}: {error})"[:300]
        return
    wanted = expected(credential, now)
    if verdict.status not in wanted:
        register = " or ".join(sorted(wanted))
        yield f"a stranger reads “{verdict.status}”, the register says “{register}”{_why(verdict)}"


def _judged(credential: Credential, now: datetime) -> Verdict:
    organization = credential.key.organization
    own: dict[str, Json] = {organization.did: documents.did_document(organization)}
    materials = Materials(
        documents=own | documents.status_lists_of(credential),
        log_proof=LogProof.of_file(tlog_proof(credential).decode()),
        log_key=log.verification_key(),
        trusted_issuers=frozenset({organization.did}),
        cutoffs=documents.cutoffs(organization, Use.CREDENTIALS),
    )
    return verify(orjson.loads(json_of(credential)), materials, now)


def _of_paper(credential: Credential) -> Iterator[str]:
    printed = Certificate.objects.filter(credential=credential).first()
    if printed is None or not printed.file:
        if credential.printed_at:
            yield "its PDF is not there"
        return
    try:
        with printed.file.open() as file:
            is_same = sha256(file.read()).hexdigest() == printed.sha256
    except OSError:
        yield "its PDF cannot be read"
        return
    if not is_same:
        yield "its PDF is not the one that was printed"


def _by_time(credential: Credential, now: datetime) -> frozenset[Status]:
    if credential.issued_at > now:
        return frozenset({Status.NOT_YET_VALID})
    if credential.valid_until and credential.valid_until <= now:
        return frozenset({Status.EXPIRED})
    return frozenset({Status.VALID})


def _is_published(listed: StatusList | None) -> bool:
    return listed is not None and listed.published_at is not None


def _is_settled(listed: StatusList | None) -> bool:
    return listed is None or listed.published_at is not None


def _why(verdict: Verdict) -> str:
    failed = (check for check in verdict.checks if check.outcome is not Outcome.PASSED)
    said = ", ".join(f"{check.code}: {check.detail or check.outcome}" for check in failed)
    return f" ({said})"[:200] if said else ""
