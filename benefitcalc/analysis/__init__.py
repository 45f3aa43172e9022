"""Expected costs, charts, reports and proofs.

Imports `rules` and the rooms below it.
"""
