"""Close a scheme for good: finance asks, a senior manager confirms once nothing in it holds money or waits for a limit."""

from datetime import date, datetime

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import lock_all
from budgettracker.budgets.models import Budget, BudgetPeriod
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.ledger.queries.closings import CLOSING, called, everything_open, how_many_open, scheme_locked
from budgettracker.ledger.rules import require_closable, require_not_closed
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme


def ask_to_close_scheme(by: Person, scheme: Scheme, reason: str, *, on: date, at: datetime) -> Confirmation:
    """Ask that a scheme be closed. What is open in it then is written down; it can be settled until it is confirmed.

    Raises Refusal for a scheme that is closed already, and where this waits already.
    """
    require_not_closed(scheme.closed_on)
    values = {"open": how_many_open(everything_open(scheme))}
    return ask(by, CLOSING, scheme, values, as_role=Role.FINANCE, reason=reason, on=on, at=at)


def close_scheme(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """Close the scheme from now on, by the hand of who confirms: no purchase, plan or limit begins in it any more.

    What was recorded can still be corrected, refunded and reversed, receipts are added and own money is reimbursed. A
    closed scheme is not opened again. Raises Refusal while a purchase or plan holds money or a limit waits.
    """
    # A limit proposed at once waits for this lock, a purchase for that of its position: each sees the closing.
    scheme = scheme_locked(wish.subject_id)
    require_not_closed(scheme.closed_on)
    periods = select(BudgetPeriod.id).join(BudgetPeriod.budget).where(Budget.scheme_id == scheme.id)
    lock_all(db.session.scalars(periods).all())
    still_open = everything_open(scheme)
    holding = [each for each in still_open if not each.kind.outlasts]
    require_closable([f"{called(each)}, {each.kind.words.lower()}" for each in holding])
    scheme.closed_on = on
    db.session.flush()
    changes = {"closed_on": [None, on], "open": how_many_open(still_open), "asked_by": wish.asked_by_id}
    record(by, Deed.SCHEME_CLOSED, scheme, changes, authority_id=scheme.authority_id, at=at)
