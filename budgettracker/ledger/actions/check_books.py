"""Checking the books of an authority, and keeping what was looked at and found."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import NotTheirs
from budgettracker.ledger.kinds import FaultCode
from budgettracker.ledger.queries.books import MOST_FAULTS, Proof, prove
from budgettracker.people.models import Person


def check_books(by: Person, *, at: datetime) -> Proof:
    """Prove the books of a person's own authority, and keep what was looked at and found with who asked and when.

    Raises NotTheirs for somebody of no authority.
    """
    if by.authority is None:
        raise NotTheirs
    proof = prove(by.authority.id)
    faults = [[fault.code, fault.id] for fault in proof.faults.records]
    faults += [[FaultCode.GUARD, None] for _ in proof.faults.missing_triggers]
    changes = {
        "positions": proof.positions,
        "purchases": proof.purchases,
        "records": proof.records,
        "found": len(proof.faults),
        "faults": faults[:MOST_FAULTS],
    }
    record(by, Deed.BOOKS_CHECKED, by.authority, changes, at=at)
    return proof
