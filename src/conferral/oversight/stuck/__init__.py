"""What cannot go on without a person: rows of the belt that failed too often."""
