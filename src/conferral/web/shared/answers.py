"""Answers that are no pages: documents with an ETag, spreadsheets."""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response

from conferral.foundation.accounts.names import formula_safe

SVG = "image/svg+xml"
JSON = "application/json"
# A picture opened by itself may draw, and nothing else.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def document(
    request: HttpRequest, body: bytes, content_type: str, *, cache: str, public: bool = False
) -> HttpResponse:
    """The bytes, or 304 when the reader has them. `public`: scripts of any site may read them."""
    answer = HttpResponse(body, content_type=content_type)
    answer["ETag"] = etag(body)
    answer["Cache-Control"] = cache
    if public:
        answer["Access-Control-Allow-Origin"] = "*"
    if content_type == SVG:
        answer["Content-Security-Policy"] = ALONE
    return not_modified(request, answer)


def json_document(
    request: HttpRequest, value: dict[str, Any], content_type: str = JSON, *, cache: str
) -> HttpResponse:
    body = orjson.dumps(value, option=orjson.OPT_INDENT_2)
    return document(request, body, content_type, cache=cache, public=True)


def not_modified(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """`answer`, or 304 with its headers when its ETag is what the reader has (RFC 9110, 13.1.2)."""
    shorter = get_conditional_response(request, etag=answer["ETag"], response=answer)
    if shorter is not None and shorter is not answer:
        for name in ("Access-Control-Allow-Origin", "Vary"):
            if name in answer:
                shorter[name] = answer[name]
    return answer if shorter is None else shorter


def etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def spreadsheet(
    filename: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """A CSV file that a spreadsheet opens as text: UTF-8 with its mark, no cell a formula."""
    answer = StreamingHttpResponse(_lines(header, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


class _Echo:
    """A file for csv.writer that gives back what is written."""

    def write(self, line: str) -> str:
        return line


def _lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(header)
    for row in rows:
        yield writer.writerow([formula_safe(str(cell)) for cell in row])
