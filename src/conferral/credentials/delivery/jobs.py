"""Write to the holders of printed certificates; take back what was issued by mistake."""

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.utils import timezone

from conferral.credentials.delivery import actions, letters, resending, turns
from conferral.credentials.delivery.models import (
    Delivery,
    Resending,
    Resent,
    ResentQuerySet,
    Stop,
    Stopping,
    StopQuerySet,
)
from conferral.credentials.delivery.undo import window_of
from conferral.credentials.designs.models import Certificate, CertificateQuerySet
from conferral.foundation.accounts.models import Organization
from conferral.foundation.belt import PATIENCE, Stage, advance
from conferral.foundation.letters.writing import Writer
from conferral.foundation.mail.models import Message, MessageQuerySet
from conferral.foundation.runs import tracking

_TOLD_AT_ONCE = 500
_RESENT_AT_ONCE = 100  # Each is looked at by itself.
_STOPPED_AT_ONCE = 200  # Each is a line of the trail and a leaf of the log.


def announce_printed() -> int:
    waiting = _unannounced().select_related(
        "credential__shape",
        "credential__showing",
        "credential__key__organization",
        "credential__award__enrolment__person",
        "credential__replaces",
    )
    return advance(waiting.order_by("pk"), announce)


def announce(certificates: Sequence[Certificate]) -> None:
    """The letters are written now and leave when nobody can stop them any more."""
    writer = Writer(letters.CERTIFICATE)
    written = [
        (each, letters.certificate_letter(writer, each, to))
        for each, to in _reachable(certificates)
    ]
    _wait(written)
    messages = Message.objects.bulk_create(message for _, message in written)
    Delivery.objects.bulk_create(
        Delivery(certificate=certificate, message=message)
        for (certificate, _), message in zip(written, messages, strict=True)
    )
    Certificate.objects.filter(pk__in=[certificate.pk for certificate in certificates]).update(
        announced_at=timezone.now()
    )


def revoke_stopped() -> int:
    waiting = _stopped().select_related("stopping__by", "credential__status_list__organization")
    return advance(waiting.order_by("pk"), actions.revoke_stopped, _STOPPED_AT_ONCE)


def withhold_letters() -> int:
    withheld = advance(_untrue().order_by("pk"), actions.withhold)
    return withheld + advance(_early().order_by("pk"), actions.put_off)


def tell_holders() -> int:
    waiting = list(turns.untold(timezone.now())[:_TOLD_AT_ONCE])
    turns.tell(waiting)
    return len(waiting)


def write_again() -> int:
    waiting = _to_write_again().select_related(
        "resending",
        "credential__shape",
        "credential__award__enrolment__person",
        "credential__status_list__organization",
    )
    return advance(waiting.order_by("pk"), resending.write, _RESENT_AT_ONCE)


def _reachable(certificates: Sequence[Certificate]) -> Iterator[tuple[Certificate, str]]:
    """With the address of each holder; of what was taken back meanwhile nobody is told."""
    keys = [certificate.credential_id for certificate in certificates]
    stopped = set(Stop.objects.filter(credential__in=keys).values_list("credential", flat=True))
    for certificate in certificates:
        credential = certificate.credential
        is_void = credential.revoked_at or credential.pk in stopped
        # The erased have no address.
        if not is_void and (to := credential.award.enrolment.person.email):
            yield certificate, to


def _wait(written: Sequence[tuple[Certificate, Message]]) -> None:
    windows = {organization: window_of(organization) for organization in _issuers(written)}
    for certificate, message in written:
        credential = certificate.credential
        may_leave = credential.issued_at + windows[credential.key.organization]
        message.next_attempt_at = max(timezone.now(), may_leave)


def _issuers(written: Sequence[tuple[Certificate, Message]]) -> set[Organization]:
    return {certificate.credential.key.organization for certificate, _ in written}


def _unannounced() -> CertificateQuerySet:
    return Certificate.objects.filter(announced_at=None).due()


def _stopped() -> StopQuerySet:
    return Stop.objects.open().due().exclude(stopping__in=tracking.held(Stopping))


def _to_write_again() -> ResentQuerySet:
    return Resent.objects.open().due().exclude(resending__in=tracking.held(Resending))


def _untrue() -> MessageQuerySet:
    """Letters that have not left, about certificates that were revoked or stopped meanwhile."""
    credential = "delivery__certificate__credential"
    is_void = Q(**{f"{credential}__revoked_at__isnull": False}) | Q(
        **{f"{credential}__stop__isnull": False}
    )
    return Message.objects.unsent().filter(is_void)


def _early() -> MessageQuerySet:
    """Letters about to leave, about certificates that are suspended by now."""
    soon = timezone.now() + actions.PUT_OFF_BY / 2
    waiting = Message.objects.unsent().filter(attempts__lt=PATIENCE, next_attempt_at__lt=soon)
    return waiting.filter(delivery__certificate__credential__suspended_at__isnull=False)


ANNOUNCE_PRINTED = Stage("announce", lambda: _unannounced().exists(), announce_printed)
REVOKE_STOPPED = Stage("revoke what was stopped", lambda: _stopped().exists(), revoke_stopped)
WITHHOLD_LETTERS = Stage(
    "withhold letters", lambda: _untrue().exists() or _early().exists(), withhold_letters
)
TELL_HOLDERS = Stage("tell holders", lambda: turns.untold(timezone.now()).exists(), tell_holders)
WRITE_AGAIN = Stage("write letters again", lambda: _to_write_again().exists(), write_again)
