"""Write to the holders of printed certificates."""

from collections.abc import Iterator, Sequence

import css_inline
from django.template.loader import render_to_string
from django.utils import timezone

from conferral.credentials.delivery.models import Delivery
from conferral.credentials.designs.certificate import data_of
from conferral.credentials.designs.models import Certificate, CertificateQuerySet
from conferral.foundation.belt import Stage, advance
from conferral.foundation.mail.models import Message


def announce_printed() -> int:
    waiting = _unannounced().select_related(
        "credential__shape", "credential__key__organization", "credential__award__enrolment__person"
    )
    return advance(waiting.order_by("pk"), announce)


def announce(certificates: Sequence[Certificate]) -> None:
    written = [
        (certificate, _message(certificate, to)) for certificate, to in _reachable(certificates)
    ]
    messages = Message.objects.bulk_create(message for _, message in written)
    Delivery.objects.bulk_create(
        Delivery(certificate=certificate, message=message)
        for (certificate, _), message in zip(written, messages, strict=True)
    )
    Certificate.objects.filter(pk__in=[certificate.pk for certificate in certificates]).update(
        announced_at=timezone.now()
    )


def _reachable(certificates: Sequence[Certificate]) -> Iterator[tuple[Certificate, str]]:
    for certificate in certificates:
        if to := certificate.credential.award.enrolment.person.email:  # The erased have none.
            yield certificate, to


def _message(certificate: Certificate, to: str) -> Message:
    credential = certificate.credential
    organization = credential.key.organization
    data = data_of(credential)
    words = {
        "data": data,
        "first_name": data.holder_name.split()[0],
        "url": credential.url,
        "organization": organization,
    }
    return Message(
        organization=organization,
        key=f"certificate:{credential.number}",
        to=to,
        subject=_subject(data.course),
        text=render_to_string("delivery/certificate.txt", words),
        html=css_inline.inline(render_to_string("delivery/certificate.html", words)),
    )


def _subject(course: str) -> str:
    subject = " ".join(f"Your certificate: {course}".split())
    return subject if len(subject) <= 200 else f"{subject[:199]}…"


def _unannounced() -> CertificateQuerySet:
    return Certificate.objects.filter(announced_at=None).due()


ANNOUNCE_PRINTED = Stage("announce", lambda: _unannounced().exists(), announce_printed)
