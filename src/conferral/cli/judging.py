"""`conferral courses judge` and `measure`: say of a learner what no learning system knows."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated

import typer

from conferral.cli.explain import Email, enrolment_of
from conferral.cli.options import As, CourseCode
from conferral.cli.screen import say
from conferral.cli.whom import acting_person
from conferral.foundation.refusal import Refused
from conferral.learning.catalog.criteria import Measurable
from conferral.learning.progress import judging

Remark = Annotated[str, typer.Option(help="What is missing; needed for “not yet”")]


class Said(StrEnum):
    YES = "yes"
    NOT_YET = "not-yet"


def judge(
    code: CourseCode, email: Email, what: str, said: Said, remark: Remark = "", person: As = ""
) -> None:
    """The verdict on what the criterion calls WHAT: competent or confirmed, or not yet."""
    enrolment = enrolment_of(code, email)
    by = acting_person(person, enrolment.version.course.organization)
    asked = [each for each in judging.asked_of(enrolment) if each.code == what]
    if not asked:
        raise Refused(f"The criterion of {enrolment.version} does not ask for {what}.")
    judging.judge(enrolment, asked[0], by, yes=said is Said.YES, remark=remark)
    say(f"{email}: {asked[0].title}, {said}.")


def measure(code: CourseCode, email: Email, what: Measurable, value: str, person: As = "") -> None:
    """A total over the course, like "attendance percent" 85."""
    enrolment = enrolment_of(code, email)
    by = acting_person(person, enrolment.version.course.organization)
    try:
        total = Decimal(value)
    except InvalidOperation:
        raise Refused(f"{value} is not a number.") from None
    kept = judging.measure(enrolment, what, total, by)
    say(f"{email}: {what} {kept.value.normalize():f}.")
