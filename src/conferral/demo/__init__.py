"""A specimen organization, so that everything can be tried before anything is real."""
