"""A certificate as LinkedIn's form wants it: an address that fills it in, and each field to copy.

The form of "Add licence or certification"; some browsers open it empty, hence the fields.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from conferral.credentials.issuing.models import Credential

_FORM = "https://www.linkedin.com/profile/add"


@dataclass(frozen=True)
class Entry:
    """`expires`: the last day, None where it does not end."""

    name: str
    organization: str
    issued: date
    expires: date | None
    url: str
    number: str

    @property
    def address(self) -> str:
        said = {
            "startTask": "CERTIFICATION_NAME",
            "name": self.name,
            "organizationName": self.organization,
            "issueYear": self.issued.year,
            "issueMonth": self.issued.month,
        }
        if self.expires:
            said |= {"expirationYear": self.expires.year, "expirationMonth": self.expires.month}
        return f"{_FORM}?{urlencode(said | {'certUrl': self.url, 'certId': self.number})}"

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """By the labels of the form, in its order."""
        return (
            ("Name", self.name),
            ("Issuing organization", self.organization),
            ("Issue date", f"{self.issued:%B %Y}"),
            ("Expiration date", f"{self.expires:%B %Y}" if self.expires else "None"),
            ("Credential ID", self.number),
            ("Credential URL", self.url),
        )


def entry_of(credential: Credential) -> Entry:
    """Needs its shape and its key's organization."""
    zone = credential.key.organization.zone
    until = credential.valid_until
    return Entry(
        name=credential.shape.facts["course"],
        organization=credential.shape.facts["issuer"],
        issued=credential.issued_at.astimezone(zone).date(),
        expires=until.astimezone(zone).date() if until else None,
        url=credential.url,
        number=credential.number,
    )
