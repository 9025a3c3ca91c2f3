"""The certificate as its letter shows it: drawn when the letter leaves."""

import io

from PIL import Image

from conferral.credentials.designs.certificate import SMALL_WIDTH, png_of
from conferral.credentials.issuing.models import Credential
from credkit.pdf.render import RenderError

_QUALITY = 60  # Some 40 KB, where PNG takes 330; the eye sees no difference at this size.


def picture_of(number: str) -> bytes:
    """As JPEG; b"" for a certificate that is nobody's any more, or cannot be drawn.

    The public page shows the same picture, so what is drawn here is not drawn again there.
    """
    related = ("shape", "key__organization")
    found = Credential.objects.select_related(*related).filter(number=number, erased_at=None)
    if (credential := found.first()) is None:
        return b""
    try:
        png = png_of(credential, SMALL_WIDTH)
    except RenderError:  # The letter is worth more than its picture.
        return b""
    return jpeg_of(png)


def jpeg_of(png: bytes) -> bytes:
    jpeg = io.BytesIO()
    page = Image.open(io.BytesIO(png)).convert("RGB")
    page.save(jpeg, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return jpeg.getvalue()
