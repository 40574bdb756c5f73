"""The nine tables a council brings: columns, rows, what they must agree on, and the report."""
