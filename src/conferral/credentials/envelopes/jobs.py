"""Sign the tokens that were asked for."""

from collections.abc import Sequence

from conferral.credentials.envelopes import actions
from conferral.credentials.envelopes.models import Envelope, EnvelopeQuerySet
from conferral.foundation.belt import Stage, advance

BATCH = 100


def sign_envelopes() -> int:
    waiting = _unsigned().select_related("credential__shape", "credential__key__organization")
    return advance(waiting.order_by("pk"), sign_all, BATCH)


def sign_all(envelopes: Sequence[Envelope]) -> None:
    for envelope in envelopes:
        actions.sign(envelope)


def _unsigned() -> EnvelopeQuerySet:
    return Envelope.objects.unsigned().due()


SIGN_ENVELOPES = Stage("sign envelopes", lambda: _unsigned().exists(), sign_envelopes)
