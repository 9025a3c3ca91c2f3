"""Is the register what it promises to be? Every finding names a row and what to do."""
