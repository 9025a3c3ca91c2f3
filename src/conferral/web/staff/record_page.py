"""What is known of one learner: modules with the best and the last attempt, and verdicts."""

from dataclasses import dataclass

from conferral.learning.catalog.criteria import Attempt, Result
from conferral.learning.catalog.models import Module
from conferral.learning.progress.judging import asked_of
from conferral.learning.progress.models import Enrolment, Judgement


@dataclass(frozen=True)
class ModuleLine:
    """`known`: None while nobody has told anything of it."""

    module: Module
    known: Result | None

    @property
    def best(self) -> str:
        return _words(Attempt(self.known.passed, self.known.score)) if self.known else "–"

    @property
    def last(self) -> str:
        return _words(self.known.last) if self.known else "–"

    @property
    def attempts(self) -> int:
        return max(1, len(self.known.attempts)) if self.known else 0


def modules_of(enrolment: Enrolment) -> list[ModuleLine]:
    """In the order in which they are taught."""
    zone = enrolment.version.course.organization.zone
    known = {each.module_id: each.fact(zone) for each in enrolment.results.all()}
    return [ModuleLine(each, known.get(each.pk)) for each in enrolment.version.modules.all()]


def history_of(enrolment: Enrolment) -> list[tuple[str, Judgement]]:
    """What was said of the learner, newest first, each with the words of the criterion for it."""
    titles = {each.code: each.title for each in asked_of(enrolment)}
    said = enrolment.judgements.select_related("by").order_by("-at", "-pk")
    return [(titles.get(each.code, each.code), each) for each in said]


def _words(attempt: Attempt) -> str:
    passed = {True: "passed", False: "not passed", None: "done"}[attempt.passed]
    return passed if attempt.score is None else f"{attempt.score.normalize():f} %, {passed}"
