"""Commands can be typed in every test of this folder."""

from cli.commands import typed

__all__ = ["typed"]
