"""Reading the audit: one subject's history, whether every chain holds, and whether it is the one that was anchored."""

from budgettracker.audit.queries.chains import CHAIN, faults, history_of

__all__ = ["CHAIN", "faults", "history_of"]
