"""Exact amounts and rates, Chinese numerals, and the words of a rule's body.

Imports `benefitcalc.text` only.
"""
