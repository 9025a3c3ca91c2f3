"""Tell endpoints what is written for them."""

from http import HTTPStatus

from django.utils import timezone

from conferral.foundation import outbound
from conferral.foundation.belt import Stage, advance_each
from conferral.foundation.outbound import Question, Reach, TooMuch
from conferral.foundation.webhooks import actions, signing
from conferral.foundation.webhooks.models import Notice, NoticeQuerySet

BATCH = 20
_WITHIN = 5.0  # Seconds: whoever answers slowly keeps others waiting.


class Unheard(Exception):
    """The endpoint did not say that it has heard; in words, for staff."""


def send_notices() -> int:
    waiting = _unsent().select_related("endpoint__organization")
    return advance_each(waiting.order_by("pk"), send, BATCH)


def send(notice: Notice) -> None:
    """At least once, under the same id: whoever hears it twice can tell."""
    if not Notice.objects.unsent().filter(pk=notice.pk).exists():
        return  # Its endpoint has been let go since, or another worker was quicker.
    status = _told(notice)
    if status == HTTPStatus.GONE:  # As the specification has it: nobody lives there any more.
        actions.let_go(notice.endpoint, None, "It answered 410: gone.")
        return
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise Unheard(f"{notice.endpoint} answers {status}.")
    Notice.objects.filter(pk=notice.pk).update(sent_at=timezone.now())


def _told(notice: Notice) -> int:
    body, endpoint = notice.body.encode(), notice.endpoint
    moment = int(timezone.now().timestamp())
    headers = signing.headers(actions.secret_of(endpoint), f"msg_{notice.uuid}", moment, body)
    question = Question(
        endpoint.url,
        body,
        content_type="application/json",
        within=_WITHIN,
        headers=tuple(headers.items()),
    )
    try:
        return outbound.ask(question, Reach(endpoint.reach)).status
    except TooMuch:
        return HTTPStatus.OK  # It has heard; nobody asked what it has to say.


def _unsent() -> NoticeQuerySet:
    return Notice.objects.unsent().due()


SEND_NOTICES = Stage("send webhooks", lambda: _unsent().exists(), send_notices)
