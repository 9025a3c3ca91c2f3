"""The letter with which a certificate goes to its holder."""

import css_inline
from django.template.loader import render_to_string

from conferral.credentials.designs.certificate import data_of
from conferral.credentials.designs.models import Certificate
from conferral.credentials.issuing.models import Credential
from conferral.credentials.verification.showing import shows_name
from conferral.foundation.mail.models import Message
from conferral.learning.awards.links import progress_url


def certificate_letter(certificate: Certificate, to: str, edition: int = 1) -> Message:
    """`edition`: which one it is; each has a key, and so a Message-ID, of its own."""
    credential = certificate.credential
    organization = credential.key.organization
    data = data_of(credential)
    is_shown = shows_name(credential)
    own_page = progress_url(credential.award.enrolment)
    words = {
        "data": data,
        "first_name": data.holder_name.split()[0],
        # Where strangers may not have the paper, the holder has a way of their own to it.
        "url": credential.url if is_shown else own_page,
        "own_page": own_page,
        "replaces": getattr(credential, "replaces", None),
        "is_shown": is_shown,
        "organization": organization,
    }
    return Message(
        organization=organization,
        key=key_of(credential) + (f":{edition}" if edition > 1 else ""),
        to=to,
        subject=_subject(data.course),
        text=render_to_string("delivery/certificate.txt", words),
        html=css_inline.inline(render_to_string("delivery/certificate.html", words)),
    )


def key_of(credential: Credential) -> str:
    """Of the first letter about it; the others begin with it."""
    return f"certificate:{credential.number}"


def _subject(course: str) -> str:
    subject = " ".join(f"Your certificate: {course}".split())
    return subject if len(subject) <= 200 else f"{subject[:199]}…"
