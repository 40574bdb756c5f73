"""The tables an authority brings: columns, rows, what they must agree on, and the report."""
