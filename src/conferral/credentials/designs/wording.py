"""The words that every certificate prints, in each language that has them."""

from dataclasses import asdict, dataclass
from datetime import date

from babel.dates import format_date


@dataclass(frozen=True)
class Words:
    locale: str  # How dates are written.
    direction: str
    number: str
    certify: str
    completed: str
    completed_on: str
    issued: str
    expires: str
    verify: str
    accredited_by: str
    accreditation_number: str
    signature_of: str
    logo_of: str
    code_of: str
    seal_top: str = "Official seal"
    seal_bottom: str = "Verified credential"
    specimen: str = "Specimen"

    def dated(self, phrase: str, day: date) -> str:
        """`phrase` with the day written out: "Issued 28 June 2025"."""
        return phrase.format(format_date(day, "long", locale=self.locale))

    def to_json(self) -> dict[str, str]:
        return asdict(self)


_WORDS = {
    "en": Words(
        locale="en_ZA",
        direction="ltr",
        number="No.",
        certify="This is to certify that",
        completed="has successfully completed",
        completed_on="Completed on {}",
        issued="Issued {}",
        expires="Valid until {}",
        verify="Scan to verify",
        accredited_by="Accredited by",
        accreditation_number="Accreditation no. {}",
        signature_of="Signature of {}",
        logo_of="Logo of {}",
        code_of="QR code that leads to {}",
    ),
    "ar": Words(
        locale="ar",
        direction="rtl",
        number="رقم",
        certify="نشهد بأن",
        completed="قد أتمّ بنجاح",
        completed_on="أُتمّ في {}",
        issued="صدرت في {}",
        expires="صالحة حتى {}",
        verify="امسح الرمز للتحقق",
        accredited_by="معتمد من",
        accreditation_number="رقم الاعتماد {}",
        signature_of="توقيع {}",
        logo_of="شعار {}",
        code_of="رمز يقود إلى {}",
        specimen="نموذج",
    ),
}


LANGUAGES = tuple(_WORDS)
"""Those in which certificates speak, as ISO 639 codes."""


def words(language: str) -> Words:
    """The words for an ISO 639 language; English where nobody has translated them yet."""
    return _WORDS.get(language, _WORDS["en"])
