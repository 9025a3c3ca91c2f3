"""All certificates of one person in one file, written while it is sent: never whole in memory."""

import zipfile
from collections.abc import Callable, Iterable, Iterator

from django.http import StreamingHttpResponse

from conferral.credentials.designs.certificate import badge_of, pdf_of
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.evidence import evidence_file
from conferral.credentials.verification.forms import json_of
from conferral.foundation.refusal import Refused
from conferral.web.learner.access import OwnRequest, own
from conferral.web.learner.overview import certificates

MOST = 200
"""Certificates in one file. Who has more takes them one by one."""

_FORMS: tuple[tuple[str, Callable[[Credential], bytes]], ...] = (
    ("pdf", pdf_of),
    ("svg", badge_of),
    ("json", json_of),
    ("evidence.json", evidence_file),
)
_README = """All your certificates, each in a folder with its number:

  .pdf            to print and to send
  .svg            the badge, with the signed credential inside
  .json           the signed credential (Open Badges 3.0)
  .evidence.json  all that proves it; anyone can verify it without us

Whatever was not ready when you asked is missing. Come back in a minute.
"""

File = tuple[str, bytes]
"""Its path inside the archive, and its content."""


class _Pipe:
    """What zipfile writes into, and what is sent of it in between."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing to do: whoever sends takes what is there."""

    def close(self) -> None:
        """The same."""

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


@own
def everything(request: OwnRequest) -> StreamingHttpResponse:
    held = certificates(request.person).select_related("entry", "status_list")[:MOST]
    return archive("certificates.zip", files_of(held.iterator(chunk_size=20)))


def archive(name: str, files: Iterable[File]) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(_zipped(files), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def files_of(held: Iterable[Credential]) -> Iterator[File]:
    yield "README.txt", _README.encode()
    for credential in held:
        for ending, make in _FORMS:
            try:
                content = make(credential)
            except Refused:  # It is being printed, or logged.
                continue
            yield f"{credential.number}/{credential.number}.{ending}", content


def _zipped(files: Iterable[File]) -> Iterator[bytes]:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as made:
        for path, content in files:
            made.writestr(path, content)
            yield pipe.taken()
    yield pipe.taken()
