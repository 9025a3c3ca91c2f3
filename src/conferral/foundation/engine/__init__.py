"""The only importer of the job engine (DBOS Transact): it moves the rows of the belt.

The rows are the truth. The engine's own tables say who is at work on which stage; whoever loses
them loses nothing, because the next look at the rows finds what still waits.
"""
