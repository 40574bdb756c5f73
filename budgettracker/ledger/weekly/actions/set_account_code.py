"""Set a code of the authority's accounts from a day on."""

import uuid
from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.ledger.weekly import rules
from budgettracker.ledger.weekly.kinds import CodeUse
from budgettracker.ledger.weekly.models import AccountCode
from budgettracker.people.models import Person, Team
from budgettracker.schemes.models import Category, Scheme


def set_account_code(
    by: Person,
    use: CodeUse,
    code: str,
    starts_on: date,
    *,
    category_id: uuid.UUID | None = None,
    team_id: uuid.UUID | None = None,
    method: str | None = None,
    at: datetime,
) -> AccountCode:
    """Set the code for what a line of money was spent on, for its VAT, or for how it was paid, from a day on.

    Journals that were made keep the codes they have. Raises Refusal on `code` for one with other signs than codes have,
    NotTheirs for another authority's category or team.
    """
    if by.authority_id is None:
        raise NotTheirs
    rules.require_code(code)
    category = db.session.get(Category, category_id) if category_id else None
    scheme = db.session.get(Scheme, category.scheme_id) if category else None
    team = db.session.get(Team, team_id) if team_id else None
    if any(each is not None and each.authority_id != by.authority_id for each in (scheme, team)):
        raise NotTheirs
    of_cost = use == CodeUse.COST
    row = AccountCode(
        authority_id=by.authority_id,
        code_for=use,
        category_id=category.id if category and of_cost else None,
        team_id=team.id if team and of_cost else None,
        payment_method=(method or None) if use == CodeUse.PAID_BY else None,
        code=code,
        starts_on=starts_on,
        set_by_id=by.id,
        set_at=at,
    )
    db.session.add(row)
    db.session.flush()
    changes = {
        "code": [None, code],
        "code_for": use,
        "category_id": row.category_id,
        "team": row.team_id,
        "payment_method": row.payment_method,
        "starts_on": [None, starts_on],
    }
    record(by, Deed.ACCOUNT_CODE_SET, row, changes, at=at)
    return row
