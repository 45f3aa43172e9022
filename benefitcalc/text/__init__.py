"""Messages in two languages, errors with their problems, and optional extras.

Imports `benefitcalc.districts` only.
"""
