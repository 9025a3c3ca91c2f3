"""What a chore says that it did: each thing in its number, and nothing of what there was not."""

NOTHING = "Nothing to do."

Done = tuple[int, str, str]
"""How many, and what follows the number: of one, of more."""


def told(*done: Done) -> str:
    """ "1 round opened, 3 letters written."; `NOTHING` where every number is 0."""
    said = [f"{count} {one if count == 1 else more}" for count, one, more in done if count]
    return f"{', '.join(said)}." if said else NOTHING
