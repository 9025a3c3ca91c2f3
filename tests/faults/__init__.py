"""Faults, and what must be true after each of them."""
