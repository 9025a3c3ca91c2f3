"""What a cohort may be called: learners who begin together, an intake, a group."""

from conferral.foundation.refusal import RefusedPart
from conferral.foundation.visible import one_line

LONGEST = 60


class BadCohort(ValueError):
    """Says what to do."""


def clean_cohort(text: str) -> str:
    """Without spaces at its ends and doubled ones; "" for none."""
    try:
        name = " ".join(one_line(text, "cohort").split())
    except RefusedPart as no:
        raise BadCohort(str(no)) from no
    if len(name) > LONGEST:
        raise BadCohort(f"the name of the cohort has more than {LONGEST} characters. Shorten it.")
    if name.startswith("="):
        raise BadCohort("this is not the name of a cohort. Write it as plain text.")
    return name
