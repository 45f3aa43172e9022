"""Check that all methods give the same columns in every row before their times are compared."""

import sys


def refuse_difference(name, found, expected, first=0):
    """Stop at the first row of a Polars table that is not as expected. ``first`` is the number of its first row."""
    if found.schema != expected.schema or found.height != expected.height:
        sys.exit(f"{name}: {found.height} rows of {found.schema}, not {expected.height} of {expected.schema}")
    for column in expected.columns:
        differs = found[column].ne_missing(expected[column])
        if differs.any():
            at = differs.arg_true()[0]
            sys.exit(f"{name}: {column} of row {first + at} is {found[column][at]!r}, not {expected[column][at]!r}")
