"""The rules for tables, files and populations of people.

Imports `rules` and the rooms below it.
"""
