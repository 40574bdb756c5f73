"""What the deeds on families and children share: set what differs, and write a new row or refuse its reference."""

from sqlalchemy.exc import IntegrityError

from budgettracker.database import db, savepoint
from budgettracker.errors import Refusal
from budgettracker.families.models import Child, Family, FamilyDetails


def apply(row: Family | FamilyDetails | Child, values: dict[str, object]) -> dict[str, object]:
    """Set what differs and say from what to what."""
    changes: dict[str, object] = {}
    for field, value in values.items():
        before = getattr(row, field)
        if before != value:
            setattr(row, field, value)
            changes[field] = [before, value]
    return changes


def flush_new(row: Family | Child, refusal: str) -> None:
    """Write a new row; somebody who used its reference a moment earlier makes a refusal, not a failure."""
    try:
        with savepoint():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:
        raise Refusal("reference", refusal) from None
