"""Write to the holders of printed certificates."""

from collections.abc import Sequence

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
    messages = Message.objects.bulk_create(_message(certificate) for certificate in certificates)
    Delivery.objects.bulk_create(
        Delivery(certificate=certificate, message=message)
        for certificate, message in zip(certificates, messages, strict=True)
    )
    Certificate.objects.filter(pk__in=[certificate.pk for certificate in certificates]).update(
        announced_at=timezone.now()
    )


def _message(certificate: Certificate) -> Message:
    credential = certificate.credential
    person = credential.award.enrolment.person
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
        to=person.email,
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
