"""Making a costing run and writing its rows."""
