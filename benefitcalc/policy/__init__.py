"""Policy documents: the terms that rules ask for, the statements that give them, and how documents are loaded.

Imports `facts`, `core` and `text`.
"""
