"""Sign the tokens that were asked for."""

from collections.abc import Sequence

from conferral.credentials.envelopes import actions
from conferral.credentials.envelopes.models import Envelope, EnvelopeQuerySet
from conferral.credentials.issuing.models import KeyChange, Use
from conferral.foundation.belt import Stage, advance

BATCH = 100


def sign_envelopes() -> int:
    related = "credential__shape", "credential__status_list__organization"
    waiting = _unsigned().select_related("credential__key__organization", *related)
    return advance(waiting.order_by("pk"), sign_all, BATCH)


def sign_all(envelopes: Sequence[Envelope]) -> None:
    for envelope in envelopes:
        actions.sign(envelope)


def _unsigned() -> EnvelopeQuerySet:
    halted = KeyChange.objects.halting(Use.DOCUMENTS).values("organization")
    waiting = Envelope.objects.unsigned().due()
    return waiting.exclude(credential__key__organization__in=halted)


SIGN_ENVELOPES = Stage("sign envelopes", lambda: _unsigned().exists(), sign_envelopes)
