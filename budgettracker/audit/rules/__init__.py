"""How audit lines are written down, chained and anchored, on plain values."""

from budgettracker.audit.rules.chains import FIRST, Fault, Line, body_of, body_says, digest_of, encoded, faults

__all__ = ["FIRST", "Fault", "Line", "body_of", "body_says", "digest_of", "encoded", "faults"]
