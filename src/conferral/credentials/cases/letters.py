"""Letters to a learner who has asked something: that it arrived, and the answer."""

from django.template.loader import render_to_string

from conferral.credentials.cases.models import OF_OWN_DATA, Case, Kind
from conferral.foundation.mail.models import Message, MessageQuerySet
from conferral.learning.awards.links import progress_url

_REQUESTS = {
    Kind.NAME: "request for another name on your certificate",
    Kind.APPEAL: "appeal",
    Kind.QUESTION: "question",
    Kind.CORRECTION: "request to correct what we keep of you",
    Kind.ERASURE: "request to be forgotten",
}


def acknowledge(case: Case) -> None:
    _send(case, "asked", "We have your question", "cases/asked.txt")


def tell(case: Case) -> None:
    _send(case, "answered", "Our answer to your question", "cases/answered.txt")


def told(case: Case) -> MessageQuerySet:
    """The letter with the answer, if there is one."""
    return Message.objects.filter(key=_key(case, "answered"))


def _key(case: Case, turn: str) -> str:
    return f"case:{case.pk}:{turn}"


def _send(case: Case, turn: str, subject: str, template: str) -> None:
    person = case.enrolment.person
    if not person.email:  # The erased have none.
        return
    words = {
        "first_name": person.printed_name.split()[0],
        "case": case,
        "request": _REQUESTS[Kind(case.kind)],
        "is_of_course": case.kind not in OF_OWN_DATA,
        "course": case.enrolment.version.title,
        "url": progress_url(case.enrolment),
        "organization": case.organization,
    }
    message = Message(
        organization=case.organization,
        key=_key(case, turn),
        to=person.email,
        subject=subject,
        text=render_to_string(template, words),
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
