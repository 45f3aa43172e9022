"""All rules for one person: screening, settlement, a year of visits, the interview, and checking a receipt.

Imports `rules` and the rooms below it.
"""
