"""Readers of signed PDFs that are not ours: poppler's pdfsig, and pyHanko's validator."""

import io
import subprocess
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext


def pdfsig(pdf: bytes, folder: Path) -> str:
    """What poppler says of the signatures in a file."""
    path = folder / "signed.pdf"
    path.write_bytes(pdf)
    command = ["pdfsig", "-nocert", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@dataclass(frozen=True)
class Opinion:
    """What pyHanko says of the one signature in a file."""

    status: PdfSignatureStatus

    @property
    def is_whole(self) -> bool:
        """Intact, by the one we trust, over the entire file, and nothing changed since."""
        return bool(self.status.bottom_line) and self.status.coverage.name == "ENTIRE_FILE"


def opinion(pdf: bytes, *trusted: bytes) -> Opinion:
    """`trusted`: certificates as DER. Raises whatever pyHanko raises at what it cannot read."""
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    roots = [x509.Certificate.load(_der(certificate)) for certificate in trusted]
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
    return Opinion(
        validate_pdf_signature(
            signature, context, ts_validation_context=context, key_usage_settings=usage
        )
    )


def _der(certificate: bytes) -> bytes:
    return pem.unarmor(certificate)[2] if pem.detect(certificate) else certificate
