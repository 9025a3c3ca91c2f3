"""A file is dropped or chosen, and judged. It stands in memory until that is done, and nowhere
else; what is in it stands in no log."""

from functools import partial
from time import monotonic
from typing import IO, Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from conferral.credentials.verification import asking
from conferral.credentials.verification.files import MOST, FileJudgement, FileState, judge_file
from conferral.credentials.verification.record import State
from conferral.web.shared.answers import JSON, json_document
from conferral.web.verify import facts, file_answer, limits
from conferral.web.verify.giving import discreet, too_many
from conferral.web.verify.wording import Banner

_AROUND = 65_536  # Bytes of a form around its file.
_MEGABYTE = 1_048_576
_STATUS = {FileState.UNREADABLE: 422, FileState.NOTHING_INSIDE: 422, FileState.NOT_FOUND: 404}
_TOO_LARGE = Banner(
    "mute",
    "file_x",
    "This file is too large",
    f"Files of up to {MOST // _MEGABYTE} megabytes are checked here, and a certificate has a tenth "
    "of it.",
    "Give the file as it was issued, or type the number that stands beside its QR code.",
)
_NO_FILE = Banner(
    "mute",
    "upload",
    "No file has come",
    "Choose the file of a certificate first, then press Verify.",
    "Or type the number that stands beside its QR code.",
)


class _InMemory(MemoryFileUploadHandler):
    """However large: how much may come has been looked at before."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803  # As Django calls it.
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.activated = True


@csrf_exempt  # It changes nothing and asks nobody who they are: pages here set no cookie.
@discreet
def verify_file(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("verify")
    if not limits.handed_file(request):
        return too_many(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST + _AROUND:
        return _refused(request, _TOO_LARGE, 413)
    request.upload_handlers = [_InMemory(request)]
    file = request.FILES.get("file")
    if file is None or not file.size:
        return _refused(request, _NO_FILE, 422)
    if file.size > MOST:
        return _refused(request, _TOO_LARGE, 413)
    return _answer(request, _judged(request, file.read()))


def _judged(request: HttpRequest, content: bytes) -> FileJudgement:
    begun = monotonic()
    may_ask = partial(limits.asks_others, request)
    judgement = judge_file(content, timezone.now(), ask=partial(asking.others, may_ask=may_ask))
    limits.file_took(request, monotonic() - begun)
    return judgement


def _answer(request: HttpRequest, judgement: FileJudgement) -> HttpResponse:
    wants_json = _wants_json(request)
    if judgement.state is FileState.NOT_FOUND and not limits.guessed(request):
        return too_many(request)
    status = _STATUS.get(judgement.state, 200) if isinstance(judgement.state, FileState) else 200
    if wants_json and judgement.state is State.ALTERED:
        status = 422
    if wants_json:
        return _as_json(request, file_answer.as_json(judgement), status)
    if judgement.state is FileState.NUMBER:
        return redirect("certificate", text=judgement.number)
    return _page(request, _shown(judgement), status)


def _refused(request: HttpRequest, banner: Banner, status: int) -> HttpResponse:
    if _wants_json(request):
        said = f"{banner.headline}. {banner.sentence} {banner.then}"
        return _as_json(request, {"error": said}, status)
    return _page(request, {"banner": banner}, status)


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", JSON]) == JSON


def _as_json(request: HttpRequest, said: dict[str, Any], status: int) -> HttpResponse:
    answer = json_document(request, said, cache="no-store")
    answer.status_code = status
    return answer


def _page(request: HttpRequest, shown: dict[str, Any], status: int) -> HttpResponse:
    answer = render(request, "verify/file.html", shown, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _shown(judgement: FileJudgement) -> dict[str, Any]:
    found = judgement.register
    is_whole = found is not None and judgement.state is not State.ALTERED
    return {
        "banner": file_answer.banner(judgement),
        "judgement": judgement,
        "lights": file_answer.lights(judgement),
        "fields": file_answer.fields(judgement),
        "changes": file_answer.changes(judgement),
        "seen": file_answer.seen(judgement),
        "facts": facts.facts(found.record, found.status) if found and is_whole else (),
    }
