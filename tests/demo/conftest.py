"""What is printed here is plain paper."""

from plain_paper import plain_paper

__all__ = ["plain_paper"]
