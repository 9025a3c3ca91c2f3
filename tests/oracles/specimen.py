"""An honest issuer, one full credential of its own, and all that a verifier must hold."""

from datetime import UTC, datetime
from typing import Any

from credkit import canonical, did, status_list
from credkit.achievement import Achievement, Alignment, Profile, ResultDescription
from credkit.credential import Credential, Evidence, Result, accreditation
from credkit.keys import LocalSigner
from credkit.proofs import data_integrity
from credkit.shape import Shape, slot
from credkit.tlog import checkpoint, merkle
from credkit.tlog.checkpoint import Checkpoint
from credkit.tlog.proof import LogProof, entry
from credkit.verify import Materials

SITE = "https://certificates.example.org"
DID = did.did_web("certificates.example.org")
COURSE = f"{SITE}/courses/first-aid/1"
LIST_URL = f"{SITE}/status/3"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SIGNER = LocalSigner(bytes(range(32)))
LOG_SIGNER = LocalSigner(b"log" + bytes(29))
METHOD = did.key_id(DID, SIGNER.public_multikey)
OPTIONS = data_integrity.Options(METHOD, "2026-11-20T09:00:00Z")
HOLDER = {
    "id": f"{SITE}/c/SP-7H2KQ-4MZ8R-01",
    "holder_id": "urn:uuid:3f0c6a0e-8f1f-4b7a-9a3b-0d7f6f1a2b3c",
    "holder_name": "Zoë van der Merwe",
    "valid_from": "2026-11-20T09:00:00Z",
    "valid_until": "2029-11-20T09:00:00Z",
    "awarded_date": "2026-11-19T15:57:00Z",
    "status_index": "77123",
    "number": "SP-7H2KQ-4MZ8R-01",
    "mark": "92.5",
    "evidence": "urn:uuid:7d1f1c34-55d7-4f0c-9b1a-7c21a1b3d9aa",
}


def template() -> dict[str, Any]:
    """The credential with a slot for everything that differs between holders."""
    return Credential(
        id=slot("id"),
        issuer=Profile(DID, "SayPro", SITE, "registrar@example.org", f"{SITE}/logo.png"),
        holder_id=slot("holder_id"),
        holder_name=slot("holder_name"),
        achievement=_achievement(),
        valid_from=slot("valid_from"),
        valid_until=slot("valid_until"),
        awarded_date=slot("awarded_date"),
        activity_end_date="2026-11-19",
        status=status_list.entry(LIST_URL, slot("status_index")),
        instructor=Profile(f"{COURSE}#instructor", "N. Dlamini"),
        credits_earned=12,
        license_number=slot("number"),
        narrative="Completed with distinction.",
        results=(Result(f"{slot('id')}#mark", f"{COURSE}#mark", slot("mark"), "Completed"),),
        evidence=(Evidence(slot("evidence"), "Practical log", "Kept by the instructor."),),
    ).to_json()


def shape() -> Shape:
    return Shape.compile(template())


def unsecured(**values: str) -> dict[str, Any]:
    return shape().fill(HOLDER | values)


def secured(**values: str) -> dict[str, Any]:
    return data_integrity.add(unsecured(**values), SIGNER, OPTIONS)


def did_document() -> dict[str, Any]:
    return did.document(DID, [did.VerificationKey(SIGNER.public_multikey)])


def published_list(*set_indices: int, purpose: str = "revocation") -> dict[str, Any]:
    document = status_list.credential(
        LIST_URL, DID, set_indices, "2026-11-20T00:00:00Z", purpose=purpose
    )
    return data_integrity.add(document, SIGNER, OPTIONS)


def materials(*revoked: int) -> Materials:
    documents = {DID: did_document(), LIST_URL: published_list(*revoked)}
    return Materials(documents, trusted_issuers=frozenset([DID]))


def logged(document: dict[str, Any], *, among: int = 300, index: int = 123) -> LogProof:
    """The document in a log of that many entries."""
    salt = b"s" * 32
    leaves = [merkle.leaf_hash(number.to_bytes(4)) for number in range(among)]
    leaves[index] = merkle.leaf_hash(entry(salt, canonical.digest(document)))
    head = Checkpoint("certificates.example.org/log", among, merkle.root(leaves))
    hashes = tuple(merkle.inclusion_proof(leaves, index))
    return LogProof(salt, index, hashes, checkpoint.sign(head, LOG_SIGNER))


def _achievement() -> Achievement:
    return Achievement(
        id=COURSE,
        name="First aid at work",
        description="Keep a person alive until help comes.",
        criteria_narrative="All modules completed; final quiz passed with 60 % or more.",
        achievement_type="CertificateOfCompletion",
        image_url=f"{COURSE}/badge.png",
        alignments=(
            accreditation(f"{COURSE}#accreditation", "SAQA", "https://saqa.org.za", "A-1", "Yes."),
            Alignment(
                f"{COURSE}#esco", "first aid", "https://esco.example/S1", "ESCO", "S1", "", "CFItem"
            ),
        ),
        creator=Profile(f"{SITE}/#academy", "SayPro Academy"),
        credits_available=12,
        field_of_study="Health",
        specialization="NQF level 4",
        human_code="FA-101",
        in_language="en",
        version="1",
        tags=("first aid", "safety"),
        results=(ResultDescription(f"{COURSE}#mark", "Mark", "Percent", "60", "0", "100"),),
    )
