"""The standards, and nothing else.

Everything here is a function of its arguments: no database, no network, no
clock, no randomness. What the outside must supply (the time, a key, a fetched
document) comes in as an argument.

Read in this order: achievement, credential, endorsement, clr, shape, keys, proofs, baking,
status_list, tlog, verify, pdf.
"""
