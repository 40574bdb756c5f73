"""Finance states what was paid, the same days anew beside what was stated before; what of a run stands beside it is kept."""

from datetime import date, datetime

from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.bulk import joined_in_passes
from budgettracker.costing.paid.kinds import PaidFor
from budgettracker.costing.paid.models import PaidLine
from budgettracker.costing.paid.queries.own_side import kept_side, own_side
from budgettracker.costing.paid.queries.stated import days_stated
from budgettracker.costing.paid.rules.own_side import text_of
from budgettracker.costing.paid.rules.stating import Days, require_amounts, require_days
from budgettracker.costing.results.models import RunBesidePaid
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Authority, Person, Post


def state_paid(
    by: Person | None,
    authority: Authority,
    post: Post | None,
    *,
    starts_on: date,
    ends_on: date,
    pay_pence: int,
    oncosts_pence: int = 0,
    people: int | None = None,
    full_week_minutes: int | None = None,
    source: str = "",
    at: datetime,
) -> PaidLine:
    """State what was paid for a post (None: for purchases) from a day to a day, both included; `by` None is the operator.

    The same days again replace nothing: the new row counts, the old one stays. Raises Refusal for days that overlap
    others, days out of order and amounts that cannot be; NotTheirs for another authority's post.
    """
    if (by is not None and by.authority_id != authority.id) or (post is not None and post.authority_id != authority.id):
        raise NotTheirs
    # One statement after another: two of the same days would else both be the first.
    db.session.execute(select(Authority.id).where(Authority.id == authority.id).with_for_update(key_share=True))
    paid_for = PaidFor.PAY if post is not None else PaidFor.PURCHASES
    days = Days(starts_on, ends_on)
    standing = days_stated(authority.id, paid_for, post.id if post else None)
    require_days(days, standing)
    require_amounts(pay_pence, oncosts_pence, people, full_week_minutes)
    before = standing.get(days)
    line = PaidLine(
        authority_id=authority.id,
        paid_for=paid_for,
        post=post,
        starts_on=starts_on,
        ends_on=ends_on,
        number=before.number + 1 if before else 1,
        pay_pence=pay_pence,
        oncosts_pence=oncosts_pence,
        people=people,
        full_week_minutes=full_week_minutes,
        source=source.strip(),
        stated_by_id=by.id if by else None,
        stated_at=at,
    )
    db.session.add(line)
    db.session.flush()
    changes: dict[str, object] = {
        "post": post.id if post else None,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "pay_pence": [before.pay_pence if before else None, pay_pence],
        "oncosts_pence": [before.oncosts_pence if before else None, oncosts_pence],
        "people": [before.people if before else None, people],
    }
    record(by, Deed.PAID_STATED, line, changes, authority_id=authority.id, at=at)
    return line


def side_kept(run: CostingRun) -> CostingRun:
    """The run, its own side kept: at the first look it is reckoned, in a transaction of its own that only writes."""
    run_id = run.id
    if kept_side(db.session(), run_id) is not None:
        return run
    with joined_in_passes():
        side = own_side(db.session(), run_id)
    with transaction():
        # Two who look at the same run at once: the second waits here, and finds it kept.
        db.session.execute(select(CostingRun.id).where(CostingRun.id == run_id).with_for_update())
        if kept_side(db.session(), run_id) is None:
            db.session.add(RunBesidePaid(run_id=run_id, own_side=text_of(side)))
    return db.session.get_one(CostingRun, run_id)
