"""A certificate on paper and on screen, in the design Heritage."""

from pathlib import Path

from conferral.credentials.designs import lettering, wording
from conferral.credentials.designs.palette import INK
from conferral.credentials.designs.rosette import rosette
from conferral.credentials.designs.variables import CertificateData, Faces
from credkit.canonical import Json
from credkit.pdf import qr, render
from credkit.pdf.render import DesignFiles, Format

HERITAGE = DesignFiles(Path(__file__).parent / "heritage", "heritage.typ")
_FACES = Faces(
    name=("Pinyon Script", "Cormorant Garamond", "EB Garamond"),
    text=("Cormorant Garamond", "EB Garamond"),
    capitals=("Cinzel", "Cormorant Garamond", "EB Garamond"),
)
_PAGE_INCHES = 297 / 25.4


def pdf(certificate: CertificateData) -> bytes:
    """PDF/A-3a and PDF/UA-1 with the credential attached. Raises credkit.pdf.RenderError."""
    return render.render(HERITAGE, _values(certificate), attachment=certificate.credential)


def png(certificate: CertificateData, width: int) -> bytes:
    """The same page as a picture, `width` pixels wide. Raises credkit.pdf.RenderError."""
    values = _values(certificate)
    return render.render(HERITAGE, values, format=Format.PNG, ppi=width / _PAGE_INCHES)


def notes(certificate: CertificateData) -> tuple[str, ...]:
    """What staff should know before they approve: "description" if it was cut short."""
    return render.notes(HERITAGE, _values(certificate))


def typefaces() -> tuple[str, ...]:
    """The design's own, each once; of scripts that they cannot draw others are taken."""
    return tuple(dict.fromkeys((*_FACES.capitals, *_FACES.name)))


def _values(certificate: CertificateData) -> Json:
    values = certificate.to_json(_FACES)
    issuer = certificate.issuer.name
    words = wording.words(certificate.language)
    values["art"] = {
        "qr": qr.svg(certificate.verify_url, INK, certificate.stub),
        "rosette": [bundle._asdict() for bundle in rosette(certificate.rosette_seed)],
        "microtext": lettering.microtext(f"{issuer} · {certificate.number} · "),
        "seal": lettering.seal_lettering(f"{issuer} · {words.seal_top}", words.seal_bottom),
    }
    return values
