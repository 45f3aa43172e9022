"""The backends: what the words of a body do on columns, ranges, increments, curves, symbols and other values."""
