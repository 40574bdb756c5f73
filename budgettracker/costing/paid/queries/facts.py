"""The facts of a run that it is set beside what was paid by, under the names its study gives."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from budgettracker.costing.kinds import Destination, Reason
from budgettracker.costing.paid.kinds import PaidFor
from budgettracker.costing.paid.models import PaidLine
from budgettracker.costing.paid.queries.finance_files import files_around
from budgettracker.costing.paid.queries.holdings import holdings_of
from budgettracker.costing.paid.queries.own_side import side_of
from budgettracker.costing.paid.queries.stated import stated_lines
from budgettracker.costing.paid.rules.facts import (
    FULL_WEEK,
    Bought,
    Costed,
    Holding,
    PaidFact,
    PaidFacts,
    PayRate,
    PostMonth,
    Twice,
)
from budgettracker.costing.paid.rules.own_side import OwnSide
from budgettracker.costing.paid.rules.pay import AROUND
from budgettracker.costing.run.models import CostingRun, RunMember, RunMonth, RunPurchase, RunRate
from budgettracker.costing.run.queries.runs import authority_sums
from budgettracker.people.models import Authority
from budgettracker.periods import Period, inclusive, month
from budgettracker.spend.kinds import SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend

NO_POST = "No post"
Name = Callable[[uuid.UUID], str]


@dataclass(frozen=True, slots=True)
class Names:
    """What a study calls workers, teams, families and purchases."""

    worker: Name
    team: Name
    family: Name
    purchase: Name


def paid_facts(session: Session, run: CostingRun, names: Names) -> PaidFacts:
    """Everything that sets a run beside what was paid; posts carry their authority's name where a run has several."""
    authority_ids = [part.authority_id for part in authority_sums(run)]
    rows = session.execute(select(Authority.id, Authority.name).where(Authority.id.in_(authority_ids)))
    called = {row.id: row.name for row in rows}

    def post_name(authority_id: uuid.UUID, name: str) -> str:
        return name if len(called) == 1 else f"{called[authority_id]}: {name}"

    dates = inclusive(run.starts_on, run.ends_on)
    stated = stated_lines(session, authority_ids, Period(dates.start - AROUND, dates.end + AROUND))
    holdings = holdings_of(session, authority_ids, post_name, names.worker, names.team)
    rates = session.scalars(select(RunRate).where(RunRate.run_id == run.id).order_by(RunRate.starts_on)).all()
    posts = {str(rate.id): post_name(rate.authority_id, rate.post) for rate in rates}
    side = side_of(session, run.id)
    paid_purchases = [_fact(called[line.authority_id], line) for line in stated if line.paid_for == PaidFor.PURCHASES]
    files = {called[of]: some for of, some in files_around(session, authority_ids, dates).items()}
    return PaidFacts(
        dates=dates,
        paid=tuple(
            _fact(post_name(line.authority_id, line.post.name), line) for line in stated if line.post is not None
        ),
        rates=tuple(
            PayRate(
                post_name(rate.authority_id, rate.post),
                rate.starts_on,
                rate.salary_pence + rate.oncosts_pence,
                rate.minutes_per_year,
            )
            for rate in rates
            # An agency's post is on no payroll: its cost is of an hour, not of a year.
            if rate.agency_vat is None
        ),
        holdings=tuple(holdings),
        costed=tuple(_costed(side, posts, names.worker)),
        twice=tuple(
            Twice(posts[each.rate_id], names.worker(uuid.UUID(each.person_id)), each.pence) for each in side.again
        ),
        months=tuple(_months(session, run, holdings, side, names.worker)),
        paid_purchases=tuple(paid_purchases),
        # Where finance says nothing of purchases, none are set beside anything.
        bought=tuple(_bought(session, run, called, names)) if paid_purchases or files else (),
        files=files,
    )


def _fact(of: str, line: PaidLine) -> PaidFact:
    return PaidFact(of, line.starts_on, line.ends_on, line.pence, line.people, line.full_week_minutes or FULL_WEEK)


def _costed(side: OwnSide, posts: Mapping[str, str], worker: Name) -> list[Costed]:
    return [
        Costed(
            posts[each.rate_id],
            worker(uuid.UUID(each.person_id)),
            Destination(each.went),
            Reason(each.reason) if each.reason else None,
            each.pence,
            each.minutes,
        )
        for each in side.time
    ]


def _months(
    session: Session, run: CostingRun, holdings: Iterable[Holding], side: OwnSide, worker: Name
) -> list[PostMonth]:
    """Each worker's month under the post they held last in it."""
    held: dict[str, list[Holding]] = {}
    for holding in holdings:
        held.setdefault(holding.worker, []).append(holding)
    rows = []
    for row in session.scalars(select(RunMonth).where(RunMonth.run_id == run.id)):
        name, within = worker(row.person_id), month(row.month)
        posts = [each.post for each in held.get(name, ()) if each.held.overlap(within)]
        rows.append(
            PostMonth(
                posts[-1] if posts else NO_POST,
                name,
                row.month,
                row.contracted_minutes,
                row.absence_minutes,
                row.logged_minutes,
                row.family_minutes,
                row.pool_minutes,
                side.late_minutes(row.person_id, row.month),
            )
        )
    return sorted(rows, key=lambda each: (each.post, each.worker, each.month))


def _bought(session: Session, run: CostingRun, called: Mapping[uuid.UUID, str], names: Names) -> list[Bought]:
    """Purchases of the run's days with the money that came back for them, of every family of its authorities."""
    counted = {
        (row.spend_id, row.refund_id): row.counted_pence
        for row in session.execute(
            select(RunPurchase.spend_id, RunPurchase.refund_id, RunPurchase.counted_pence).where(
                RunPurchase.run_id == run.id
            )
        )
    }
    members = set(session.scalars(select(RunMember.family_id).where(RunMember.run_id == run.id)))
    in_run = (
        Spend.authority_id.in_(list(called)),
        Spend.state.in_((SpendState.BOUGHT, SpendState.REVERSED)),
        Spend.bought_on.between(run.starts_on, run.ends_on),
    )
    columns = (Spend.id, Spend.authority_id, Spend.family_id, Spend.kind, Spend.bought_on, Spend.paid_pence)
    rows = [(*row, None, row.bought_on, row.paid_pence) for row in session.execute(select(*columns).where(*in_run))]
    back = select(*columns, Refund.id, Refund.refunded_on, Refund.amount_pence).join(
        Refund, Refund.spend_id == Spend.id
    )
    rows += [(*row[:-1], -row[-1]) for row in session.execute(back.where(*in_run))]
    bought = [
        Bought(
            authority=called[authority_id],
            code=names.purchase(refund_id or spend_id),
            family=names.family(family_id),
            on=on,
            pence=pence,
            counted_pence=counted.get((spend_id, refund_id), 0),
            in_study=family_id in members,
            other_help=kind == SpendKind.OTHER_HELP,
            id=str(refund_id or spend_id),
        )
        for spend_id, authority_id, family_id, kind, _, _, refund_id, on, pence in rows
    ]
    return sorted(bought, key=lambda each: (each.authority, each.on, each.code))
