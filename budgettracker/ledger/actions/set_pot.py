"""Set what is set aside for a scheme or for everything: a yardstick for warnings, never a lock."""

import uuid
from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.ledger.models import Pot
from budgettracker.ledger.rules import require_pot
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme


def set_pot(
    by: Person, scheme_id: uuid.UUID | None, pence: int, starts_on: date, ends_on: date, *, at: datetime
) -> Pot:
    """Set the pot of a scheme, or (without one) of all schemes and other help, from a day to a day, both included.

    It takes the place of an earlier one from the same day. No purchase asks for it: families' limits and bands alone
    decide. Raises Refusal on `amount` or `ends_on`, NotTheirs for another authority's scheme.
    """
    if by.authority_id is None:
        raise NotTheirs
    scheme = db.session.get(Scheme, scheme_id) if scheme_id else None
    if scheme_id and (scheme is None or scheme.authority_id != by.authority_id):
        raise NotTheirs
    require_pot(pence, starts_on, ends_on)
    pot = Pot(
        authority_id=by.authority_id,
        scheme_id=scheme.id if scheme else None,
        pence=pence,
        starts_on=starts_on,
        ends_on=ends_on,
        set_by_id=by.id,
        set_at=at,
    )
    db.session.add(pot)
    db.session.flush()
    changes = {
        "scheme": pot.scheme_id,
        "pence": [None, pence],
        "starts_on": [None, starts_on],
        "ends_on": [None, ends_on],
    }
    record(by, Deed.POT_SET, pot, changes, at=at)
    return pot
