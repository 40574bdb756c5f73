"""Limits and accounts from before two people were needed, as far as they still stand out: for whoever checks the books."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import func, select

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.money import pounds
from budgettracker.people.models import Authority
from budgettracker.people.queries import accounts_to_split

MOST_NAMED = 12
"""Limits and people named in one note."""


def notes_of_before(on: date) -> list[str]:
    """What from before breaks the table of second hands: it stays and works as it did, so these are notes and no faults."""
    return [*_unconfirmed(), *_brought_in(), *_accounts(on)]


def _unconfirmed() -> Iterator[str]:
    """Limits that one person set, or that the family's own lead decided, and that no senior manager has confirmed."""
    limits = (
        select(Authority.name, Family.reference, LimitChange.to_pence)
        .join(BudgetPeriod, BudgetPeriod.id == LimitChange.period_id)
        .join(Budget, Budget.id == BudgetPeriod.budget_id)
        .join(Family, Family.id == Budget.family_id)
        .join(Authority, Authority.id == Family.authority_id)
        .where(LimitChange.one_hand.is_(True), LimitChange.confirmed_at.is_(None))
        .order_by(Authority.name, Family.reference_folded, LimitChange.id)
    )
    of: dict[str, list[str]] = {}
    for authority, reference, pence in db.session.execute(limits):
        of.setdefault(authority, []).append(f"{pounds(pence)} for {reference}")
    for authority, each in of.items():
        yield (
            f"note: in {authority} limits from before two people were needed, which a senior manager has not confirmed: "
            f"{_listed(each)}"
        )


def _brought_in() -> Iterator[str]:
    """Limits that a file brought in before that took two: no release stands beside their import, and nobody is asked for."""
    released = select(AuditRecord.authority_id, AuditRecord.at).where(
        AuditRecord.deed == Deed.FOLDER_IMPORTED, AuditRecord.body.like('%"released_in":"%')
    )
    by_two = {(authority_id, at) for authority_id, at in db.session.execute(released)}
    # The file says when a limit was proposed; its own line says when it came.
    came = (AuditRecord.subject_id == LimitChange.id) & (AuditRecord.deed == Deed.LIMIT_SET)
    limits = (
        select(Authority.id, Authority.name, AuditRecord.at, func.count())
        .select_from(LimitChange)
        .outerjoin(AuditRecord, came)
        .join(BudgetPeriod, BudgetPeriod.id == LimitChange.period_id)
        .join(Budget, Budget.id == BudgetPeriod.budget_id)
        .join(Authority, Authority.id == Budget.authority_id)
        .where(LimitChange.imported.is_(True), LimitChange.opening.is_(False))
        .group_by(Authority.id, Authority.name, AuditRecord.at)
        .order_by(Authority.name)
    )
    of: dict[str, int] = {}
    for authority_id, authority, at, count in db.session.execute(limits):
        if (authority_id, at) not in by_two:
            of[authority] = of.get(authority, 0) + count
    for authority, count in of.items():
        yield f"note: in {authority} {count:,} limit{'' if count == 1 else 's'} came in a file before that took two"


def _accounts(on: date) -> Iterator[str]:
    for authority_id, authority in db.session.execute(select(Authority.id, Authority.name).order_by(Authority.name)):
        if people := accounts_to_split(authority_id, on):
            yield f"note: in {authority} accounts hold roles that should not meet: {_listed(each.name for each in people)}"


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = f"; and {len(every) - MOST_NAMED:,} more" if len(every) > MOST_NAMED else ""
    return "; ".join(every[:MOST_NAMED]) + more
