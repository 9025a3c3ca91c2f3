"""What a cohort may be called: learners who begin together, an intake, a group."""

LONGEST = 60


class BadCohort(ValueError):
    """Says what to do."""


def clean_cohort(text: str) -> str:
    """Without spaces at its ends and doubled ones; "" for none."""
    name = " ".join(text.split())
    if len(name) > LONGEST:
        raise BadCohort(f"the name of the cohort has more than {LONGEST} characters. Shorten it.")
    if name.startswith("=") or not name.isprintable():
        raise BadCohort("this is not the name of a cohort. Write it as plain text.")
    return name
