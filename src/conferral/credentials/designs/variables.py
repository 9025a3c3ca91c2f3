"""What a certificate says: plain values in, the JSON that a design reads out."""

from dataclasses import asdict, dataclass
from datetime import date

from conferral.credentials.designs import pictures, wording
from credkit.canonical import Json
from credkit.cose.stub import VERSION
from credkit.pdf.coverage import families_for, families_for_page
from credkit.pdf.writing import writing_of


@dataclass(frozen=True)
class Issuer:
    name: str
    logo_svg: str = ""
    registration: str = ""  # A whole line, as in "Registered training provider 2011/104872/23".


@dataclass(frozen=True)
class Signature:
    name: str
    title: str
    image: bytes | None = None  # SVG or PNG with a transparent background; None: sign with a pen.


@dataclass(frozen=True)
class Accreditation:
    organization: str
    number: str = ""
    statement: str = ""
    logo_svg: str = ""


@dataclass(frozen=True)
class Faces:
    """A design's own typefaces for each purpose, best first."""

    name: tuple[str, ...]
    text: tuple[str, ...]
    capitals: tuple[str, ...]


@dataclass(frozen=True)
class CertificateData:
    """One certificate. Every empty or missing optional value collapses without leaving a hole."""

    issuer: Issuer
    title: str  # "Certificate of Completion"
    holder_name: str
    course: str
    completed_on: date
    issued: date
    number: str
    verify_url: str
    verify_short: str  # The address as a person would type it.
    rosette_seed: bytes  # SHA-256 of the signed credential.
    credential: bytes  # The signed credential, attached to the PDF as it is.
    label: str = ""  # "Accredited Certificate"
    description: str = ""
    hours: str = ""
    level: str = ""
    mark: str = ""
    expires: date | None = None
    signatures: tuple[Signature, ...] = ()  # At most four.
    accreditation: Accreditation | None = None
    language: str = "en"
    stub: str = ""  # Digits for the QR code, which prove the certificate by themselves.
    is_specimen: bool = False  # Printed across it; in a register, machines are told so, too.
    specimen: str = ""  # Says that this is not a real certificate, in place of the registration.

    def to_json(self, faces: Faces) -> Json:
        """The values for a design, in the faces that can draw them."""
        words = wording.words(self.language)
        facts = self._facts(words)
        return {
            "language": self.language,
            "direction": words.direction,
            "words": words.to_json(),
            "fonts": self._fonts(faces, [*facts, words.specimen] if self.is_specimen else facts),
            "issuer": {
                "name": self.issuer.name,
                "logo": self.issuer.logo_svg,
                "remark": self.specimen or self.issuer.registration,
            },
            "kind": "specimen" if self.is_specimen else "certificate",
            "title": self.title,
            "label": self.label,
            "holder": self._written(self.holder_name, faces.name),
            "course": self._written(self.course, faces.text),
            "description": self._written(self.description, faces.text),
            "facts": facts,
            "date": [self.issued.year, self.issued.month, self.issued.day],
            "issued": words.dated(words.issued, self.issued),
            "expires": words.dated(words.expires, self.expires) if self.expires else "",
            "signatures": [_signature(signature) for signature in self.signatures[:4]],
            "accreditation": _accreditation(self.accreditation),
            "number": self.number,
            "verify_url": self.verify_url,
            "proven_url": f"{self.verify_url}#{VERSION}{self.stub}"
            if self.stub
            else self.verify_url,
            "verify_short": self.verify_short,
        }

    def _written(self, text: str, faces: tuple[str, ...]) -> Json:
        """How a text wants to be set, for a design that knows no scripts."""
        writing = asdict(writing_of(text))
        writing["language"] = writing["language"] or self.language
        return {"text": text, "fonts": families_for(text, faces), **writing}

    def _fonts(self, faces: Faces, facts: list[str]) -> dict[str, tuple[str, ...]]:
        """For what has no face of its own; one for each purpose, or a page looks patched."""
        capitals = " ".join((self.issuer.name, self.title, self.label, *facts))
        text = [self.issuer.registration, self.specimen]
        text += [
            part for signature in self.signatures for part in (signature.name, signature.title)
        ]
        if it := self.accreditation:
            text += [it.organization, it.statement, it.number]
        return {
            "capitals": families_for_page(capitals + capitals.upper(), faces.capitals),
            "text": families_for_page(" ".join(text), faces.text),
        }

    def _facts(self, words: wording.Words) -> list[str]:
        completed = words.dated(words.completed_on, self.completed_on)
        return [fact for fact in (completed, self.hours, self.level, self.mark) if fact]


def _signature(signature: Signature) -> Json:
    image = pictures.as_svg(signature.image) if signature.image else ""
    return {"name": signature.name, "title": signature.title, "image": image}


def _accreditation(accreditation: Accreditation | None) -> Json | None:
    return asdict(accreditation) if accreditation else None
