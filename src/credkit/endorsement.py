"""Someone vouches for a course, an achievement or an issuer: EndorsementCredential.

It stands alone, signed by the endorser: embedded proofs would be blank graphs in the other's.
https://www.imsglobal.org/spec/ob/v3p0/#endorsementcredential
"""

from dataclasses import dataclass

from credkit.achievement import CONTEXT, Profile, without_empty
from credkit.canonical import Json


@dataclass(frozen=True)
class Endorsement:
    """An unsecured endorsement of what has the id `endorsed_id` and the type `endorsed_type`."""

    id: str
    name: str
    issuer: Profile
    endorsed_id: str
    endorsed_type: str
    comment: str
    valid_from: str
    valid_until: str | None = None
    status: Json | None = None

    def to_json(self) -> Json:
        return without_empty(
            **{"@context": list(CONTEXT)},
            id=self.id,
            type=["VerifiableCredential", "EndorsementCredential"],
            name=self.name,
            issuer=self.issuer.to_json(),
            validFrom=self.valid_from,
            validUntil=self.valid_until,
            credentialSubject={
                "id": self.endorsed_id,
                "type": [self.endorsed_type, "EndorsementSubject"],
                "endorsementComment": self.comment,
            },
            credentialStatus=self.status,
        )
