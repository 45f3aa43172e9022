"""One rule for one person: the answer, its words, its receipt and its curve.

Imports `policy`, `facts`, `core` and `text` only.
"""
