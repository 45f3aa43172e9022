"""Facts about a person: declared, parsed, related to one another, and described as questions and JSON Schema.

Imports `core` and `text`.
"""
