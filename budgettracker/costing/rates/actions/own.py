"""Whose posts and rates they are."""

from budgettracker.errors import NotTheirs
from budgettracker.people.models import Person


def require_own(by: Person | None, authority_id: object) -> None:
    """Posts and rates are of the person's own authority; the operator, None, looks after all. Raises NotTheirs."""
    if by is not None and by.authority_id != authority_id:
        raise NotTheirs
