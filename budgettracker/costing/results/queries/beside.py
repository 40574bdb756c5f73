"""Reading two runs of a study for what their totals differ by: families, purchases, entries by what happened to them, pools."""

import json
import uuid
from typing import Any, NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from budgettracker.costing.kinds import Destination
from budgettracker.costing.results.kinds import Cause
from budgettracker.costing.results.models import RunDifference, RunFamilyCost
from budgettracker.costing.results.rules.beside import Explained
from budgettracker.costing.results.rules.repriced import RepricedPost
from budgettracker.costing.results.rules.stored import restored
from budgettracker.costing.run.models import RunEntry, RunLine, RunMember, RunPoolLine, RunRate
from budgettracker.costing.run.queries.run_costs import PARTS
from budgettracker.people.models import Authority


class Differences(NamedTuple):
    """What the totals of two runs differ by, cause by cause, and the cause `price` again by posts."""

    causes: list[Explained]
    posts: list[RepricedPost]


def differences_of(session: Session, before: uuid.UUID, after: uuid.UUID) -> Differences:
    """What two runs differ by: as it was kept, else reckoned now."""
    return kept_differences(session, before, after) or differences(session, before, after)


def kept_differences(session: Session, before: uuid.UUID, after: uuid.UUID) -> Differences | None:
    """What two runs differ by as it was kept, with the later one's results or when the pair was first looked at."""
    row = session.get(RunDifference, (before, after))
    return restored(Differences, json.loads(row.differences)) if row else None


def differences(session: Session, before: uuid.UUID, after: uuid.UUID) -> Differences:
    """What the families' total of the run `after` differs by from that of `before`: the causes add up to the penny.

    A correction is an entry that both runs have in different versions. Posts are those of the rates that both runs used for
    entries in one version; their pence add up to the cause `price`.
    """
    if before == after:
        return Differences([Explained(cause, 0, 0) for cause in Cause], [])
    entries = _entries(session, before, after)
    causes = [
        _families_of_one(session, Cause.FAMILIES_JOINED, after, before, 1),
        _families_of_one(session, Cause.FAMILIES_LEFT, before, after, -1),
        _purchases(session, before, after),
        *entries.causes,
        _pools(session, before, after),
    ]
    return Differences(causes, entries.posts)


def _families_of_one(session: Session, cause: Cause, run_id: uuid.UUID, other: uuid.UUID, sign: int) -> Explained:
    """Families that only one of the runs has, at all they cost."""
    elsewhere = select(RunFamilyCost.family_id).where(RunFamilyCost.run_id == other)
    query = select(func.count(), func.sum(RunFamilyCost.total_pence)).where(
        RunFamilyCost.run_id == run_id, RunFamilyCost.family_id.not_in(elsewhere)
    )
    count, pence = session.execute(query).one()
    return Explained(cause, int(count), sign * int(pence or 0))


def _purchases(session: Session, before: uuid.UUID, after: uuid.UUID) -> Explained:
    signed = _signed(RunFamilyCost, RunFamilyCost.purchases_pence, after)
    per_family = (
        select(func.sum(signed).label("pence"))
        .where(RunFamilyCost.run_id.in_((before, after)), _in_both(RunFamilyCost, before, after))
        .group_by(RunFamilyCost.family_id)
        .subquery()
    )
    query = select(func.count().filter(per_family.c.pence != 0), func.sum(per_family.c.pence))
    count, pence = session.execute(query).one()
    return Explained(Cause.PURCHASES, int(count), int(pence or 0))


def _entries(session: Session, before: uuid.UUID, after: uuid.UUID) -> Differences:
    """Families' shares of entries, by what happened to the entry between the runs, and by its posts."""
    signed = _signed(RunLine, sum(PARTS[1:], PARTS[0]), after)
    shares = (
        select(RunLine.entry_id, func.sum(signed).label("pence"))
        .where(
            RunLine.run_id.in_((before, after)),
            RunLine.destination == Destination.FAMILY,
            _in_both(RunLine, before, after),
        )
        .group_by(RunLine.entry_id)
        .subquery()
    )
    then, now = aliased(RunEntry), aliased(RunEntry)
    was, rate = aliased(RunRate), aliased(RunRate)
    cause = case(
        (then.entry_id.is_(None), Cause.ENTRIES_NEW),
        (now.entry_id.is_(None), Cause.ENTRIES_GONE),
        (then.version != now.version, Cause.ENTRIES_CORRECTED),
        else_=Cause.PRICE,
    )
    by = (cause, Authority.name, rate.post, was.post)
    query = (
        select(*by, func.count(), func.sum(shares.c.pence))
        .select_from(shares)
        .outerjoin(then, (then.entry_id == shares.c.entry_id) & (then.run_id == before))
        .outerjoin(now, (now.entry_id == shares.c.entry_id) & (now.run_id == after))
        .outerjoin(was, was.id == then.rate_id)
        .outerjoin(rate, rate.id == now.rate_id)
        .outerjoin(Authority, Authority.id == now.authority_id)
        .where(shares.c.pence != 0)
        .group_by(*by)
    )
    sums = dict.fromkeys((Cause.ENTRIES_NEW, Cause.ENTRIES_GONE, Cause.ENTRIES_CORRECTED, Cause.PRICE), (0, 0))
    posts = []
    for name, authority, post, before_post, count, pence in session.execute(query):
        number, whole = sums[Cause(name)]
        sums[Cause(name)] = number + int(count), whole + int(pence)
        if name == Cause.PRICE:
            posts.append(RepricedPost(authority, post, before_post, int(count), int(pence)))
    return Differences([Explained(each, *of) for each, of in sums.items()], sorted(posts))


def _pools(session: Session, before: uuid.UUID, after: uuid.UUID) -> Explained:
    signed = _signed(RunPoolLine, RunPoolLine.indirect_share_pence, after)
    per_family = (
        select(func.sum(signed).label("pence"))
        .where(
            RunPoolLine.run_id.in_((before, after)),
            RunPoolLine.destination == Destination.FAMILY,
            _in_both(RunPoolLine, before, after),
        )
        .group_by(RunPoolLine.family_id)
        .subquery()
    )
    query = select(func.count().filter(per_family.c.pence != 0), func.sum(per_family.c.pence))
    count, pence = session.execute(query).one()
    return Explained(Cause.TIME_FOR_NOBODY, int(count), int(pence or 0))


def _signed(table: Any, pence: Any, after: uuid.UUID) -> Any:
    """An amount of the later run as it is, one of the earlier taken off."""
    return case((table.run_id == after, pence), else_=-pence)


def _in_both(table: Any, before: uuid.UUID, after: uuid.UUID) -> Any:
    """Rows of families that both runs have."""
    ours = select(RunMember.family_id).where(RunMember.run_id == before)
    return table.family_id.in_(ours) & table.family_id.in_(select(RunMember.family_id).where(RunMember.run_id == after))
