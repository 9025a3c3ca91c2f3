"""Letters to a learner who has asked something: that it arrived, and the answer."""

from django.template.loader import render_to_string

from conferral.credentials.cases.models import Case
from conferral.foundation.mail.models import Message
from conferral.learning.awards.links import progress_url


def acknowledge(case: Case) -> None:
    _send(case, "asked", "We have your question", "cases/asked.txt")


def tell(case: Case) -> None:
    _send(case, "answered", "Our answer to your question", "cases/answered.txt")


def _send(case: Case, turn: str, subject: str, template: str) -> None:
    person = case.enrolment.person
    if not person.email:  # The erased have none.
        return
    words = {
        "first_name": person.printed_name.split()[0],
        "case": case,
        "course": case.enrolment.version.title,
        "url": progress_url(case.enrolment),
        "organization": case.organization,
    }
    message = Message(
        organization=case.organization,
        key=f"case:{case.pk}:{turn}",
        to=person.email,
        subject=subject,
        text=render_to_string(template, words),
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
