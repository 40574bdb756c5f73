"""Take a family out of the receipts it shared when it is restricted or its record is sealed: no share tells of it then."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from budgettracker.access import DECIDERS
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.actions import lock_all
from budgettracker.budgets.queries import periods_of
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.families.actions import restrict_family, seal_family
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.spend.kinds import Route
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
    """Let a family's part of every receipt be a purchase of its own, and the rest of each what is left without it.

    What waits for a decision goes on waiting, and is asked anew by its own amount. Each part is judged by itself from now
    on, also in running totals: whole receipts would tell whoever sees another part how much the family had. Why a purchase
    needed a decision, and by which role it stands decided, says from now on what it would by itself.
    """
    shares = list(db.session.scalars(select(Spend).where(Spend.family_id == family_id, Spend.shared_id.is_not(None))))
    receipts = {share.shared_id for share in shares if share.shared_id is not None}
    for share in shares:
        share.shared_id = share.shared_pence = None
    db.session.flush()
    for receipt in sorted(receipts):
        shares += settle_receipt(receipt)
    _stand_by_themselves(shares)


def settle_receipt(shared_id: uuid.UUID) -> list[Spend]:
    """Let the shares of a receipt add up to its whole again; a share that is left alone is no share any more.

    Returns the shares that there were.
    """
    later = aliased(Spend)
    put_right = exists().where(later.corrects_id == Spend.id)
    rows = db.session.execute(select(Spend, put_right).where(Spend.shared_id == shared_id)).all()
    counting = [share for share, replaced in rows if not replaced]
    whole = sum(share.planned_pence if share.paid_pence is None else share.paid_pence for share in counting)
    alone = len({share.family_id for share in counting}) < 2
    for share, _ in rows:
        share.shared_id, share.shared_pence = (None, None) if alone else (shared_id, whole)
    db.session.flush()
    return [share for share, _ in rows]


def _stand_by_themselves(shares: Sequence[Spend]) -> None:
    """Let each of these purchases, and what else of their families was judged by their receipts, say what it would by itself.

    Of a receipt that some still share: what its rest needs.
    """
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
            if spend.decided_as in DECIDERS:
                spend.decided_as = role_by_itself(own_lines) or spend.decided_as
    for rest in {share.shared_id for share in shares if share.shared_id is not None}:
        sharing = [share for share in shares if share.shared_id == rest]
        routes = [Route(deciders_now(share, share.period).route) for share in sharing]
        route = next((each for each in routes if each != Route.FRONT_LINE), Route.FRONT_LINE)
        for share in sharing:
            share.route = route
    db.session.flush()


def _lock_shares(family_id: uuid.UUID) -> None:
    """Hold the positions of all that share a receipt with the family, in the order in which every deed takes them."""
    receipts = select(Spend.shared_id).where(Spend.family_id == family_id, Spend.shared_id.is_not(None))
    shares = select(Spend.period_id).where(Spend.shared_id.in_(receipts), Spend.period_id.is_not(None)).distinct()
    periods = {period_id for period_id in db.session.scalars(shares) if period_id is not None}
    lock_all(periods | {period.id for period in periods_of(family_id)})
