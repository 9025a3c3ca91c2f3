"""A PDF that shows who signed it: PAdES (ETSI EN 319 142-1), as one appended revision."""
