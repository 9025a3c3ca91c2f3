"""What we refuse to read as a whole, in a sentence for a person, and the limits that say so."""

MAX_BYTES = 50_000_000  # one uploaded file
MAX_ROWS = 200_000  # rows that say something, below the header
MAX_ROW_NUMBER = 1_048_577  # blank rows included: as far as a spreadsheet counts, and its header
MAX_COLUMNS = 500
MAX_CELL = 32_767  # characters, as in a spreadsheet
MAX_ROW = 1_000_000  # characters in all cells of a row


class Unreadable(ValueError):
    """The file cannot be read; the message says what, where, and what to do about it."""


def shown(value: str, most: int = 60) -> str:
    """The value in quotation marks, cut to `most` characters, with invisible ones spelled out."""
    visible = "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in value[:most])
    return f'"{visible}{"…" if len(value) > most else ""}"'
