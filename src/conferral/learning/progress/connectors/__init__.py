"""What learning systems export, read into Completions: table, then columns, then lines."""
