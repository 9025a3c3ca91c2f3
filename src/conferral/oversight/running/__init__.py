"""Long work of every kind, in one list."""
