"""A costing run on plain values: what stops it, what it gives, and the proof that it adds up."""
