"""Take a family out of the receipts it shared when it is restricted or its record is sealed: no share tells of it then."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, select

from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.actions import lock_all
from budgettracker.budgets.queries import periods_of
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.families.actions import restrict_family, seal_family
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import deciders_now
from budgettracker.spend.queries.by_itself import BESIDE, lines_by_itself, role_by_itself, route_by_itself


def restrict_parted_family(
    by: Person, family: Family, readers: Sequence[Person], reason: str, *, on: date, at: datetime
) -> Family:
    """Restrict a family to people named for it; what it shared with others stands by itself from then on.

    Raises Refusal as families.restrict_family does.
    """
    _lock_shares(family.id)
    restricted = restrict_family(by, family, readers, reason, on=on, at=at)
    part_receipts(restricted.id)
    return restricted


def seal_parted_family(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """Seal a record as somebody asked; what the family shared with others stands by itself from then on."""
    _lock_shares(wish.subject_id)
    seal_family(by, wish, on, at)
    part_receipts(wish.subject_id)


def part_receipts(family_id: uuid.UUID) -> None:
    """Let every share of the receipts that a family has a part in be a purchase of its own.

    What waits for a decision goes on waiting, and is asked anew by its own amount. Each part is judged by itself from now
    on, also in running totals: whole receipts would tell whoever sees another part how much the family had, and a rest that
    others still share tells, beside what the shop printed, that somebody is missing.
    """
    take_apart(select(Spend.shared_id).where(Spend.family_id == family_id, Spend.shared_id.is_not(None)))


def take_apart(receipts: Select[tuple[uuid.UUID | None]] | Sequence[uuid.UUID]) -> None:
    """Let no share of these receipts be one any more.

    Why each purchase needed a decision, and by which role it stands decided, says from now on what it would by itself; so
    does what else of their families was judged by those receipts.
    """
    shares = list(db.session.scalars(select(Spend).where(Spend.shared_id.in_(receipts))))
    for share in shares:
        share.shared_id = share.shared_pence = None
    db.session.flush()
    of_families = select(Spend).where(Spend.family_id.in_({share.family_id for share in shares}))
    spends = {each.id: each for each in db.session.scalars(of_families)}
    lines: dict[uuid.UUID, list[AuditRecord]] = {share.id: [] for share in shares}
    for line in lines_by_itself(spends):
        lines.setdefault(line.subject_id, []).append(line)
    whole = {str(each.shared_id) for each in spends.values() if each.shared_id is not None}
    apart = {share.id for share in shares}
    for spend_id, own_lines in lines.items():
        spend = spends[spend_id]
        beside = {each for line in own_lines for each in line.changes.counts(BESIDE)}
        if spend.shared_id is None and (spend_id in apart or not beside <= whole):
            spend.route = route_by_itself(own_lines) or deciders_now(spend, spend.period).route
            if spend.decided_as is not None:
                spend.decided_as = role_by_itself(own_lines) or spend.decided_as
    db.session.flush()


def _lock_shares(family_id: uuid.UUID) -> None:
    """Hold the positions of all that share a receipt with the family, in the order in which every deed takes them."""
    receipts = select(Spend.shared_id).where(Spend.family_id == family_id, Spend.shared_id.is_not(None))
    shares = select(Spend.period_id).where(Spend.shared_id.in_(receipts), Spend.period_id.is_not(None)).distinct()
    periods = {period_id for period_id in db.session.scalars(shares) if period_id is not None}
    lock_all(periods | {period.id for period in periods_of(family_id)})
