"""A learner's whole record in one document: the Comprehensive Learner Record, CLR 2.0.

It holds the credentials as they were issued, each with its own proof, and says how their
achievements belong together. Whoever issues the record vouches for the collection; each credential
in it stands or falls by itself.
https://www.imsglobal.org/spec/clr/v2p0/
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from credkit.achievement import Profile, without_empty
from credkit.canonical import Json
from credkit.errors import Fault, Malformed

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
MOST_CREDENTIALS = 200


class Relation(StrEnum):
    """How one achievement stands to another (CLR 2.0, AssociationType)."""

    EXACT_MATCH_OF = "exactMatchOf"
    IS_CHILD_OF = "isChildOf"
    IS_PARENT_OF = "isParentOf"
    IS_PART_OF = "isPartOf"
    IS_PEER_OF = "isPeerOf"
    IS_RELATED_TO = "isRelatedTo"
    PRECEDES = "precedes"
    REPLACED_BY = "replacedBy"


@dataclass(frozen=True)
class Association:
    """`source` and `target`: the ids of achievements that the record's credentials assert."""

    relation: Relation
    source: str
    target: str

    def to_json(self) -> Json:
        return {
            "type": "Association",
            "associationType": self.relation.value,
            "sourceId": self.source,
            "targetId": self.target,
        }


@dataclass(frozen=True)
class Record:
    """An unsecured ClrCredential over credentials that are secured already.

    `is_partial`: the learner has earned more than is shown here.
    """

    id: str
    name: str
    issuer: Profile
    holder_id: str
    valid_from: str
    credentials: Sequence[Json]
    associations: Sequence[Association] = ()
    holder_name: str = ""
    description: str = ""
    valid_until: str | None = None
    is_partial: bool | None = None
    status: Json | None = None

    def to_json(self) -> Json:
        """Malformed: no credentials, far too many, one that is not secured or of someone else."""
        for credential in self.credentials:
            _check_member(credential, self.holder_id)
        return without_empty(
            **{"@context": list(CONTEXT)},
            id=self.id,
            type=["VerifiableCredential", "ClrCredential"],
            name=self.name,
            description=self.description,
            partial=self.is_partial,
            issuer=self.issuer.to_json(),
            validFrom=self.valid_from,
            validUntil=self.valid_until,
            credentialSubject=without_empty(
                id=self.holder_id,
                type=["ClrSubject"],
                name=self.holder_name,
                verifiableCredential=_checked_number(self.credentials),
                association=[each.to_json() for each in self.associations],
            ),
            credentialStatus=self.status,
        )


def credentials_in(record: Json) -> list[Json]:
    """The credentials that a record holds, whoever made it.

    Malformed: none, far too many, or something else than documents.
    """
    subject = record.get("credentialSubject")
    held = subject.get("verifiableCredential") if isinstance(subject, dict) else None
    found = held if isinstance(held, list) else [held]
    credentials = [each for each in found if isinstance(each, dict)]
    if len(credentials) != len(found):
        raise Malformed("a record without credentials, or with what is none")
    return _checked_number(credentials)


def _checked_number(credentials: Sequence[Json]) -> list[Json]:
    if not credentials:
        raise Malformed("a record without credentials")
    if len(credentials) > MOST_CREDENTIALS:
        raise Malformed(f"more than {MOST_CREDENTIALS} credentials in a record", Fault.TOO_MUCH)
    return list(credentials)


def _check_member(credential: Json, holder_id: str) -> None:
    if "proof" not in credential:
        raise Malformed("a credential that nobody has signed")
    subject = credential.get("credentialSubject")
    if not (isinstance(subject, dict) and subject.get("id") == holder_id):
        raise Malformed("a credential of another holder")
