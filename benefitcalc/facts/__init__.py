"""Facts about a person: declaration, parsing, relations between amounts, questions and JSON Schema.

Imports `core` and `text` only.
"""
