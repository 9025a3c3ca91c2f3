"""A body vouches for an achievement of ours: its signed EndorsementCredential is judged and kept.

Nothing is fetched: who signs for the body says its DID document, as the body gave it to us.
https://www.imsglobal.org/spec/ob/v3p0/#endorsementcredential
"""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from conferral.credentials.issuing.addresses import achievement_url
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from conferral.learning.accreditation.models import Body, Endorsement
from conferral.learning.catalog.models import CourseVersion
from credkit.canonical import Json, load_json
from credkit.errors import Malformed
from credkit.reading import Reading, many, read
from credkit.verify import CheckCode, Materials, Outcome, Verdict, verify, verify_token
from credkit.verify.tokens import open_token

MAX_BYTES = 256 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9_.-]+")
_WHY_NOT = {
    CheckCode.FORM: "It is not a sound EndorsementCredential",
    CheckCode.SIGNATURE: "Its signature is not the body’s",
    CheckCode.ISSUER: "No body on record has its issuer",
    CheckCode.PERIOD: "It does not hold today",
}


class NotEndorsed(Refused):
    """`code`: which question it failed, for programs."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class _Handed:
    """What was handed in: a document with its proof, or a token with a document inside."""

    document: Json
    reading: Reading
    token: str


@transaction.atomic
def endorse(organization: Organization, content: bytes, person: Person) -> Endorsement:
    """Keep and publish it. NotEndorsed, with a code, unless a body on record has signed it for an
    achievement of ours that is approved."""
    handed = _read(content)
    body = _body(organization, handed.reading)
    version = _version(organization, handed)
    now = timezone.now()
    _require(_judged(handed, body, now))
    digest = sha256(content.strip()).hexdigest()
    if Endorsement.objects.filter(sha256=digest).exists():
        raise NotEndorsed("known", "It is published already.")
    endorsement = Endorsement.objects.create(
        version=version,
        body=body,
        document=None if handed.token else handed.document,
        token=handed.token,
        sha256=digest,
        comment=str(_subject(handed.document).get("endorsementComment", "")),
        valid_until=handed.reading.valid_until,
        added_by=person,
        added_at=now,
    )
    said = {"body": body.name, "version": str(version), "sha256": digest}
    record(person, "published an endorsement", endorsement, organization, **said)
    return endorsement


@transaction.atomic
def withdraw(endorsement: Endorsement, person: Person) -> None:
    """It is not shown any more. Credentials that name it were issued while it was."""
    if endorsement.withdrawn_at:
        raise Refused("It is not published any more.")
    endorsement.withdrawn_at = timezone.now()
    endorsement.save(update_fields=["withdrawn_at"])
    record(person, "withdrew an endorsement", endorsement, endorsement.body.organization)


def _read(content: bytes) -> _Handed:
    if len(content) > MAX_BYTES:
        raise NotEndorsed("size", f"The file is larger than {MAX_BYTES // 1024} KB.")
    text = content.strip()
    try:
        token = text.decode() if _TOKEN.fullmatch(text.decode(errors="replace")) else ""
        document = open_token(token).credential if token else load_json(text)
        reading = read(document)
    except Malformed as error:
        raise NotEndorsed("form", f"This is no signed endorsement: {error}.") from error
    if "EndorsementCredential" not in reading.types:
        raise NotEndorsed("type", "This is another kind of credential, not an endorsement.")
    return _Handed(document, reading, token)


def _body(organization: Organization, reading: Reading) -> Body:
    body = Body.objects.filter(organization=organization, did=reading.issuer_id).first()
    if body is None:
        raise NotEndorsed(
            "issuer",
            f"No body on record has the DID {reading.issuer_id}. Write it, with its DID document, "
            "on the page of the body that has signed.",
        )
    return body


def _version(organization: Organization, handed: _Handed) -> CourseVersion:
    """The approved version whose achievement is what the endorsement speaks of."""
    ours = CourseVersion.objects.approved().filter(course__organization=organization)
    spoken_of = handed.reading.holder_id
    for version in ours.select_related("course"):
        if achievement_url(version.uuid) == spoken_of:
            return version
    raise NotEndorsed(
        "subject",
        f"It speaks of {spoken_of or 'nothing'}, which is no approved achievement here.",
    )


def _judged(handed: _Handed, body: Body, now: datetime) -> Verdict:
    known = {body.did: body.did_document} if body.did_document else {}
    materials = Materials(documents=known, trusted_issuers=frozenset({body.did}))
    if handed.token:
        return verify_token(handed.token, materials, now)
    return verify(handed.document, materials, now)


def _require(verdict: Verdict) -> None:
    """Each of the questions that can be answered without asking anybody."""
    for check in verdict.checks:
        if check.code in _WHY_NOT and check.outcome is not Outcome.PASSED:
            detail = f": {check.detail}" if check.detail else ""
            raise NotEndorsed(check.code, f"{_WHY_NOT[check.code]}{detail}.")


def _subject(document: Json) -> Json:
    subjects = many(document.get("credentialSubject"))
    first = subjects[0] if subjects else {}
    return first if isinstance(first, dict) else {}
