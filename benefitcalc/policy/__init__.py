"""Policy documents: the terms of rules, the statements that give them values, and the loading of documents.

Imports `facts`, `core` and `text` only.
"""
