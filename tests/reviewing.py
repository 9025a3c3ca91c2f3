"""How tests move a version through its review."""

from collections.abc import Mapping

from cast import bruno, femi, gugu
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Role
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.review import actions
from conferral.learning.review.actions import Asking
from conferral.learning.review.models import Met, Review, Submission, Vote


def submitted(
    version: CourseVersion, author: Person | None = None, to: Mapping[Role, Person] | None = None
) -> Submission:
    """To those who are named; else to Femi and Gugu, and whoever else holds their roles."""
    femi(), gugu()
    return actions.submit(version, author or bruno(), Asking(to or {}))


def review_of(submission: Submission, role: Role) -> Review:
    return submission.reviews.get(role=role)


def tick(review: Review, person: Person, met: Met = Met.YES) -> None:
    everything = {item.position: (met, "") for item in review.items.all()}
    actions.answer(review, person, everything)


def say_yes(submission: Submission, role: Role, person: Person) -> None:
    review = review_of(submission, role)
    tick(review, person)
    actions.decide(review, person, Vote.YES)


def approved(version: CourseVersion) -> CourseVersion:
    """By Femi and Gugu."""
    submission = submitted(version)
    say_yes(submission, Role.EXPERT, femi())
    say_yes(submission, Role.TRAINER, gugu())
    version.refresh_from_db()
    return version
