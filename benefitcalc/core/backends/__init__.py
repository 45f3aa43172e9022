"""What the words of a body do on other values than numbers: columns, ranges, increments, curves and symbols."""
