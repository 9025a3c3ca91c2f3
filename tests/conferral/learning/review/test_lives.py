"""Whatever several people do to a version in whatever order: who approves has not written it."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import a_draft, a_member, an_organization
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.roles import Role
from conferral.foundation.refusal import Refused
from conferral.learning.catalog import actions as catalog
from conferral.learning.catalog.models import CourseVersion
from conferral.learning.review import actions
from conferral.learning.review.models import Met, Review, Vote

pytestmark = pytest.mark.django_db

_PEOPLE = ("Ella", "Femi", "Gugu", "Hana")
_ROLES = (Role.EXPERT, Role.TRAINER)
_DEEDS = ("edit", "submit", "take back", "yes as expert", "yes as trainer", "no", "withdraw")
_EVERYBODY_TRIES = [
    (deed, name) for deed in ("submit", "yes as expert", "yes as trainer") for name in _PEOPLE
]
"""So that most lives end with an approval, or with one that was refused."""
_steps = st.lists(st.tuples(st.sampled_from(_DEEDS), st.sampled_from(_PEOPLE)), max_size=14)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(_steps)
def test_nothing_is_approved_without_two_who_have_not_worked_on_it(db, steps):
    with transaction.atomic():
        _live([*steps, *_EVERYBODY_TRIES])
        transaction.set_rollback(True)


def test_everybody_trying_is_enough(db):
    assert _live(list(_EVERYBODY_TRIES)).is_approved


def _live(steps: list[tuple[str, str]]) -> CourseVersion:
    """What became of the version, after it was looked at between any two steps."""
    people = {name: _everything_at_once(name) for name in _PEOPLE}
    version = a_draft()
    workers = {version.edited_by}
    for step, (deed, name) in enumerate(steps):
        with suppress(Refused), transaction.atomic():
            _do(deed, version, people[name], step)
            if deed in {"edit", "submit"}:
                workers.add(people[name])
        version = CourseVersion.objects.get(pk=version.pk)
        if version.is_approved:
            _assert_rightly(version, workers)
    return version


def _assert_rightly(version: CourseVersion, workers: set[Person]) -> None:
    last = version.submissions.order_by("pk").last()
    yes = {review.role: review.decided_by for review in last.reviews.all() if review.vote == "yes"}
    assert set(yes) == set(_ROLES)
    assert len(set(yes.values())) == len(_ROLES)
    assert not workers & set(yes.values())


def _do(deed: str, version: CourseVersion, person: Person, step: int) -> None:
    match deed:
        case "edit":
            changes = {"title": f"First Aid {step}"}
            catalog.edit(version, changes, person, edition=version.edition)
        case "submit":
            actions.submit(version, person)
        case "take back":
            for submission in version.submissions.open():
                actions.take_back(submission, person)
        case "withdraw":
            actions.withdraw(version, person, "Because.")
        case "no":
            _vote(version, Role.EXPERT, person, Vote.NO)
        case "yes as expert":
            _vote(version, Role.EXPERT, person, Vote.YES)
        case "yes as trainer":
            _vote(version, Role.TRAINER, person, Vote.YES)


def _vote(version: CourseVersion, role: Role, person: Person, vote: Vote) -> None:
    for review in Review.objects.waiting().filter(submission__version=version, role=role):
        answers = {item.position: (Met.YES, "") for item in review.items.all()}
        actions.answer_and_decide(review, person, answers, vote, "Too short.")


def _everything_at_once(name: str) -> Person:
    for role in _ROLES:
        a_member(name, role, an_organization())
    return a_member(name, Role.AUTHOR)
