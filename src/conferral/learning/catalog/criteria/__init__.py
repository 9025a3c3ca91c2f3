"""When is a course completed? Conditions as values, decided on plain facts.

    All((Completed("intro"), Any((Scored("exam", Decimal(60)), Passed("project")))))

A decision says why, so that a learner can be told what is still to do. `docs/criteria.md` shows
every kind as JSON, and `criterion.schema.json` is the schema that others may read it by.
"""

from conferral.learning.catalog.criteria.comparing import Comparison, compare
from conferral.learning.catalog.criteria.deciding import Decision, State, Step, decide
from conferral.learning.catalog.criteria.earned import was_met
from conferral.learning.catalog.criteria.facts import (
    EVER,
    Attempt,
    Facts,
    JudgementKind,
    Measurable,
    Result,
    Span,
    Verdict,
    attended,
    best_of,
    last_of,
)
from conferral.learning.catalog.criteria.kinds import (
    All,
    Any,
    AtLeast,
    Completed,
    Confirmed,
    Criterion,
    Evaluated,
    Holds,
    Leaf,
    Measured,
    Passed,
    Scored,
    Titles,
    Which,
    Within,
    courses_of,
    leaves_of,
    modules_of,
    parts_of,
)
from conferral.learning.catalog.criteria.outline import Line, outline
from conferral.learning.catalog.criteria.problems import (
    Problem,
    Surroundings,
    Weight,
    problems_of,
)
from conferral.learning.catalog.criteria.reading import NoCriterion, from_json, to_json
from conferral.learning.catalog.criteria.schema import schema
from conferral.learning.catalog.criteria.stated import completed_at, mark
from conferral.learning.catalog.criteria.wording import in_words, narrative

__all__ = [
    "EVER",
    "All",
    "Any",
    "AtLeast",
    "Attempt",
    "Comparison",
    "Completed",
    "Confirmed",
    "Criterion",
    "Decision",
    "Evaluated",
    "Facts",
    "Holds",
    "JudgementKind",
    "Leaf",
    "Line",
    "Measurable",
    "Measured",
    "NoCriterion",
    "Passed",
    "Problem",
    "Result",
    "Scored",
    "Span",
    "State",
    "Step",
    "Surroundings",
    "Titles",
    "Verdict",
    "Weight",
    "Which",
    "Within",
    "attended",
    "best_of",
    "compare",
    "completed_at",
    "courses_of",
    "decide",
    "from_json",
    "in_words",
    "last_of",
    "leaves_of",
    "mark",
    "modules_of",
    "narrative",
    "outline",
    "parts_of",
    "problems_of",
    "schema",
    "to_json",
    "was_met",
]
