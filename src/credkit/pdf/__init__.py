"""A credential on paper: a Typst design filled with plain values, in the bundled typefaces."""
