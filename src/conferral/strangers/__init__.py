"""For those who watch a log that is not theirs: they need no database, and trust no server."""
