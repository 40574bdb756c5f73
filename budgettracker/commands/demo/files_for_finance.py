"""What finance has done by this morning: codes, closed months, a pot, and the week's files."""

from datetime import datetime, timedelta

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.database import db
from budgettracker.ledger.actions import close_finance_month, set_pot
from budgettracker.ledger.queries.finance_months import months_to_close
from budgettracker.ledger.queries.pots import pots_of
from budgettracker.ledger.weekly.actions import make_weekly_file, set_account_code
from budgettracker.ledger.weekly.kinds import CodeUse, WeeklyKind
from budgettracker.ledger.weekly.queries.waiting import reimbursements_waiting
from budgettracker.periods import financial_year
from budgettracker.spend.actions import keep_unpublished
from budgettracker.spend.kinds import PaymentMethod, SpendState
from budgettracker.spend.models import Spend, SpendDetails

POT_STEP_PENCE = 200_00


def leave_files_for_finance(authority: DemoAuthority, now: datetime) -> None:
    """Months but the last are closed; the journal has a code for each category; a supplier's name is kept back."""
    finance, at = authority.first(Role.FINANCE), now - timedelta(hours=1)
    year = financial_year(now.date())
    since = year.start.replace(year=year.start.year - 1)
    for number, category_id in enumerate(authority.categories.values(), 1):
        set_account_code(finance, CodeUse.COST, f"CS{4000 + 10 * number}", since, category_id=category_id, at=at)
    for use, code, method in (
        (CodeUse.COST, "CS4000", None),
        (CodeUse.VAT, "VT0010", None),
        (CodeUse.PAID_BY, "BK0001", None),
        (CodeUse.PAID_BY, "PC0020", PaymentMethod.PURCHASE_CARD),
        (CodeUse.PAID_BY, "PY0030", PaymentMethod.OWN_MONEY),
    ):
        set_account_code(finance, use, code, since, method=method, at=at)
    over = months_to_close(authority.row.id, now.date())
    if len(over) > 1:
        close_finance_month(finance, over[-2], on=now.date(), at=at)
    set_pot(finance, authority.scheme.id, POT_STEP_PENCE, year.start, year.last_day, at=at)
    position = pots_of(authority.row.id)[0].position
    steps = (position.net_pence + position.held_pence) // POT_STEP_PENCE + 1
    set_pot(
        finance, authority.scheme.id, steps * POT_STEP_PENCE, year.start, year.last_day, at=at + timedelta(minutes=1)
    )
    _keep_a_name_back(authority, at)
    for kind in WeeklyKind:
        if kind != WeeklyKind.REIMBURSEMENTS or reimbursements_waiting(authority.row.id):
            make_weekly_file(finance, kind, on=now.date(), at=at)


def _keep_a_name_back(authority: DemoAuthority, at: datetime) -> None:
    named = select(Spend).join(SpendDetails).where(Spend.authority_id == authority.row.id, SpendDetails.supplier != "")
    bought = named.where(Spend.state == SpendState.BOUGHT).order_by(
        Spend.bought_on, SpendDetails.supplier, Spend.reference
    )
    spend = db.session.scalars(bought.limit(1)).one()
    keep_unpublished(authority.workers[0], spend, whole_supplier=False, at=at)
