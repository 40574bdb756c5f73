"""Add an intervention, something to be costed, to an authority's list."""

import uuid
from datetime import datetime

from sqlalchemy import func, select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people.models import Authority, Person
from budgettracker.worktime.models import Activity, Intervention


def add_intervention(by: Person | None, authority: Authority, name: str, *, at: datetime) -> Intervention:
    """Add something to be costed to an authority's list; `by` None is the operator. Raises as add_activity does."""
    require_own(by, authority)
    intervention = Intervention(authority_id=authority.id, name=new_name(Intervention, authority.id, name))
    db.session.add(intervention)
    db.session.flush()
    record(by, Deed.INTERVENTION_ADDED, intervention, authority_id=authority.id, at=at)
    return intervention


def require_own(person: Person | None, authority: Authority) -> None:
    """The list is of the person's own authority; the operator may write any. Raises NotTheirs."""
    if person is not None and person.authority_id != authority.id:
        raise NotTheirs


def new_name(table: type[Activity] | type[Intervention], authority_id: uuid.UUID, name: str) -> str:
    """A name that is not in the list yet, blanks inside made single. Raises Refusal(name)."""
    text = " ".join(name.split())
    if not text or len(text) > 200:
        raise Refusal("name", "Enter a name of 1 to 200 characters.")
    query = select(table.id).where(table.authority_id == authority_id, func.lower(table.name) == text.lower())
    if db.session.scalars(query).first() is not None:
        raise Refusal("name", f"There is already one called {text}. Choose another name.")
    return text
