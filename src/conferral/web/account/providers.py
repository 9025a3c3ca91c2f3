"""Asking a provider of identities, through the same door as everything else that leaves."""

import base64
import json
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from requests import HTTPError, RequestException

from conferral.foundation.outbound import Answer, Question, TooMuch, Unreachable, ask

_BAD = 400


class Reply:
    """As much of `requests.Response` as allauth asks for."""

    def __init__(self, answer: Answer) -> None:
        self.status_code, self.content = answer.status, answer.body
        self.headers = {"content-type": answer.content_type}

    @property
    def ok(self) -> bool:
        return self.status_code < _BAD

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        return json.loads(self.content)

    def raise_for_status(self) -> None:
        if not self.ok:
            raise HTTPError(f"The provider answers {self.status_code}.")


class Session:
    """As much of `requests.Session` as allauth asks for; https only, no redirects, in time."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Every question has its own connection, so there is nothing to close."""

    def get(self, url: str, **how: Any) -> Reply:
        return self.request("GET", url, **how)

    def post(self, url: str, **how: Any) -> Reply:
        return self.request("POST", url, **how)

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: Any = None,
    ) -> Reply:
        told = dict(headers or {})
        if auth is not None:
            told["Authorization"] = _basic(auth)
        return Reply(_asked(method, _with(url, params), data, told))


def _asked(
    method: str, url: str, data: Mapping[str, str] | None, headers: Mapping[str, str]
) -> Answer:
    body = urlencode(data or {}).encode() if method == "POST" else None
    question = Question(
        url,
        body=body,
        content_type="application/x-www-form-urlencoded",
        headers=tuple(headers.items()),
    )
    try:
        return ask(question)
    except (Unreachable, TooMuch) as error:
        raise RequestException(str(error)) from error


def _with(url: str, params: Mapping[str, str] | None) -> str:
    if not params:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(params)}"


def _basic(auth: Any) -> str:
    from_pair = getattr(auth, "username", None), getattr(auth, "password", None)
    name, secret = from_pair if from_pair[0] is not None else auth
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()
