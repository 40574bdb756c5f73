"""Lock a purchase and read it anew, and refuse the deed when the purchase has gone on since."""

from datetime import date

from sqlalchemy import select

from budgettracker.access import DECIDERS, Role, role_used
from budgettracker.budgets.actions import lock_all
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.queries import hidden_now
from budgettracker.people.models import Person
from budgettracker.second_hands import Outcome
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import deciders_now, require_decider, words_sign
from budgettracker.spend.queries.plans import periods_behind


def lock_spend(spend: Spend) -> BudgetPeriod | None:
    """Lock the position behind a purchase (of other help: the purchase itself) and read the purchase anew.

    Of a plan the positions of all the cap periods it holds money of.
    """
    periods = {each.id: each for each in lock_all(periods_behind(spend))}
    period = periods[spend.period_id] if spend.period_id is not None else None
    db.session.scalars(
        select(Spend).where(Spend.id == spend.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    return period


def require_state(spend: Spend, *states: SpendState) -> None:
    """Raises Refusal when a purchase is by now in none of these states."""
    if spend.state not in states:
        raise Refusal(None, f"This purchase has been {spend.state} already. Look at its page for what was done.")


def lock_request(spend: Spend, by: Person, on: date) -> tuple[BudgetPeriod | None, Role]:
    """Lock a request to be decided, with the role this person decides it by.

    Raises Refusal when it has been decided, or when this person may not decide it.
    """
    period = lock_spend(spend)
    require_state(spend, SpendState.REQUESTED)
    return period, deciding_role(spend, period, by, on)


def require_words_seen(spend: Spend) -> None:
    """Refuse to say yes to a purchase whose words somebody hid: nobody decides about what they cannot read."""
    if hidden_now([spend.id]):
        words = "The words of this purchase are hidden. A manager who did not hide them brings them back or removes them first."
        raise Refusal(None, words)


def require_as_read(spend: Spend, as_read: str) -> None:
    """Refuse a decision about words that have changed since: `as_read` is their sign on the page; empty: there was none."""
    db.session.refresh(spend.details)
    if as_read and as_read != words_sign(spend):
        words = "What this says has changed since you opened the page. Read what stands now, then decide again."
        raise Refusal(None, words)


def outcome_of_request(spend: Spend) -> Outcome:
    """The row of the table of second hands that a request is decided under."""
    if spend.is_plan:
        return Outcome.PLAN
    return Outcome.ABOVE_BAND if spend.period_id is not None else Outcome.OTHER_HELP


def deciding_role(spend: Spend, period: BudgetPeriod | None, by: Person, on: date) -> Role:
    """The role by which a person decides about a locked purchase; raises Refusal when none of theirs reaches."""
    allowed = deciders_now(spend, period).roles or DECIDERS
    require_decider(spend, by, on, allowed)
    return role_used(by.roles_on(on), allowed)
