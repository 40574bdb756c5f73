"""Change a scheme's cap: a lower one at once, a higher one or none once a senior manager confirms."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import case, or_, select, update

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets import rules
from budgettracker.budgets.models import Budget, BudgetPeriod
from budgettracker.budgets.queries.caps import CAP
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.people.queries import is_live
from budgettracker.schemes.models import Scheme


def ask_for_cap(by: Person, scheme: Scheme, cap_pence: int | None, *, on: date, at: datetime) -> Confirmation | None:
    """Let another cap hold for a scheme's families. Gives what now waits for a senior manager, None when none waits.

    Raises what `change_cap` raises, and Refusal when a change of this cap waits already.
    """
    rules.require_cap(scheme.cap_pence, cap_pence)
    if not rules.cap_loosened(scheme.cap_pence, cap_pence):
        change_cap(by, scheme, cap_pence, on=on, at=at)
        return None
    return ask(by, CAP, scheme, {"cap": [scheme.cap_pence, cap_pence]}, as_role=Role.ADMINISTRATOR, on=on, at=at)


def loosen_cap(by: Person, confirmation: Confirmable, on: date, at: datetime) -> None:
    """Let the higher cap hold that somebody asked for; raises Refusal when the cap has changed since."""
    scheme = db.session.get_one(Scheme, confirmation.subject_id)
    before, after = confirmation.values["cap"]
    if scheme.cap_pence != before:
        raise Refusal(None, "The cap has changed since this was asked for. Decline it, so that it is asked for anew.")
    change_cap(by, scheme, after, asked_by=confirmation.asked_by_id, on=on, at=at)


def change_cap(
    by: Person | None,
    scheme: Scheme,
    cap_pence: int | None,
    *,
    asked_by: uuid.UUID | None = None,
    on: date,
    at: datetime,
) -> None:
    """Let another cap hold for the scheme and for each of its cap periods that runs on or begins after a day.

    A budget whose limit is above a lower cap keeps its limit, and that limit is its cap: nobody raises it without a
    senior manager. `cap_pence` None: no cap is stated. `asked_by` asked for what `by` confirms. Raises Refusal on `cap`
    where nothing would change, and for a higher cap that nobody else asked for.
    """
    db.session.scalars(
        select(Scheme).where(Scheme.id == scheme.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    before = scheme.cap_pence
    rules.require_cap(before, cap_pence)
    if rules.cap_loosened(before, cap_pence) and by is not None and asked_by is None and is_live(scheme.authority_id):
        raise Refusal(
            None,
            f"A higher cap, {rules.cap_words(cap_pence)}, takes a senior manager. Ask for it, so that one confirms it.",
        )
    scheme.cap_pence = cap_pence
    periods = _lock_running(scheme.id, on)
    kept = BudgetPeriod.exception_by_id.is_(None) & (BudgetPeriod.limit_pence > (cap_pence or 0))
    caps = cap_pence if cap_pence is None else case((kept, BudgetPeriod.limit_pence), else_=cap_pence)
    running = update(BudgetPeriod).where(BudgetPeriod.id.in_(periods)).values(cap_pence=caps)
    db.session.execute(running, execution_options={"synchronize_session": False})
    db.session.expire_all()
    changes: dict[str, object] = {"cap_pence": [before, cap_pence], "budgets": len(periods)}
    if asked_by is not None:
        changes["asked_by"] = asked_by
    record(by, Deed.SCHEME_CAP_CHANGED, scheme, changes, authority_id=scheme.authority_id, at=at)


def _lock_running(scheme_id: uuid.UUID, on: date) -> Sequence[uuid.UUID]:
    """The cap periods of a scheme that have not ended by a day, locked in the order in which every deed locks them."""
    running = (
        select(BudgetPeriod.id)
        .join(BudgetPeriod.budget)
        .where(Budget.scheme_id == scheme_id, or_(BudgetPeriod.ends_on.is_(None), BudgetPeriod.ends_on >= on))
        .order_by(BudgetPeriod.id)
    )
    return db.session.scalars(running.with_for_update(of=BudgetPeriod)).all()
