"""The status list of `conferral vc-api`: kept in memory, gone with the process."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from credkit import did, status_list
from credkit.canonical import Json
from credkit.credential import timestamp
from credkit.errors import Malformed
from credkit.keys import Signer
from credkit.proofs import data_integrity

_PURPOSE = "revocation"


@dataclass(frozen=True)
class StatusList:
    """One list for one purpose. `url`: where it can be had."""

    url: str
    _places: dict[str, int] = field(default_factory=dict)  # By the ids of credentials.
    _revoked: set[int] = field(default_factory=set)
    _free: "count[int]" = field(default_factory=count)

    def entry(self, credential_id: object) -> Json:
        """A place for one more credential."""
        place = next(self._free)
        if isinstance(credential_id, str):
            self._places[credential_id] = place
        return status_list.entry(self.url, place, _PURPOSE)

    def change(self, asked: Json) -> None:
        """Revoke, or take that back. Malformed: a credential or a purpose that we do not know."""
        place = self._places.get(str(asked.get("credentialId")))
        status = asked.get("credentialStatus")
        if place is None or not isinstance(status, dict):
            raise Malformed("no credential of ours, or no status for it")
        if status.get("statusPurpose", _PURPOSE) != _PURPOSE:
            raise Malformed("not what this list is for")
        if asked.get("status", True):
            self._revoked.add(place)
        else:
            self._revoked.discard(place)

    def published(self, signer: Signer, now: datetime) -> Json:
        """The list as it is now, signed by the issuer."""
        issuer = f"did:key:{signer.public_multikey}"
        method = did.key_id(issuer, signer.public_multikey)
        document = status_list.credential(
            self.url, issuer, set(self._revoked), timestamp(now), purpose=_PURPOSE
        )
        options = data_integrity.Options(method, timestamp(now))
        return data_integrity.add(document, signer, options)
