"""Write the requests for certificates that were asked for."""

from conferral.credentials.issuing.models import KeyChange, Use
from conferral.credentials.sealing import actions
from conferral.credentials.sealing.models import CertificateRequest, CertificateRequestQuerySet
from conferral.foundation.belt import Stage, advance_each


def write_requests() -> int:
    waiting = _unwritten().select_related("organization")
    return advance_each(waiting.order_by("pk"), actions.write_request)


def _unwritten() -> CertificateRequestQuerySet:
    halted = KeyChange.objects.halting(Use.DOCUMENTS).values("organization")
    return CertificateRequest.objects.unsigned().due().exclude(organization__in=halted)


WRITE_REQUESTS = Stage("write requests", lambda: _unwritten().exists(), write_requests)
