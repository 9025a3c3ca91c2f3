"""Proofs that secure a document: who signed exactly this."""
