"""Reading a finance file, confirming which payment is which purchase, and taking that back."""

from budgettracker.ledger.payments.actions.confirm_payments import confirm_payments
from budgettracker.ledger.payments.actions.read_payments import read_payments
from budgettracker.ledger.payments.actions.undo_payment import undo_payment

__all__ = ["confirm_payments", "read_payments", "undo_payment"]
