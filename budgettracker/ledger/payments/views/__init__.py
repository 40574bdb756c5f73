"""The pages of finance files: sending one, how it was read, its lists, and what finance confirms and undoes."""

from budgettracker.ledger.payments.views import (
    confirm_payments,
    link_payment,
    look_at_payments,
    payments,
    send_payments,
    undo_payment,
)
from budgettracker.ledger.payments.views.sent_payments import register

__all__ = [
    "confirm_payments",
    "link_payment",
    "look_at_payments",
    "payments",
    "register",
    "send_payments",
    "undo_payment",
]
