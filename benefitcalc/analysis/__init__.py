"""Expected costs, charts, reports, and proofs.

Imports `rules` and every room below.
"""
