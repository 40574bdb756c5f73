"""What finance states was paid in each month that is over: what contracts come to, with what finance knows and a run does not."""

import uuid
from collections.abc import Iterator

from budgettracker.access import Role
from budgettracker.commands.demo.calendar import Calendar, moment, next_working
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.costing.paid.actions import state_paid
from budgettracker.costing.paid.queries.holdings import holdings_of
from budgettracker.costing.paid.rules.expected import pay_of
from budgettracker.costing.paid.rules.facts import PayRate
from budgettracker.costing.rates.queries.posts import rate_book_of
from budgettracker.costing.rates.rules.build_up import PostRate
from budgettracker.database import db
from budgettracker.money import half_up
from budgettracker.people.models import Post
from budgettracker.periods import Period, months
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Refund, Spend

ACCRUED, NOT_RECORDED = 640_00, 48_50
"""Pay of another month that stands in the last one, and a purchase of the first month that nobody recorded."""


def state_payroll(authority: DemoAuthority, calendar: Calendar) -> None:
    """Pay of each post and purchases, month by month, each stated on the first working day after it."""
    parts = months(calendar.whole_months)
    finance, here = authority.first(Role.FINANCE), authority.row
    for number, (post, rate) in enumerate(_posts(authority)):
        for part in parts:
            pence = _contracts(authority, post, rate, part)
            if number == 0 and part is parts[-1]:
                pence += ACCRUED
            if not pence:
                continue
            pay = half_up(pence * rate.salary_pence, rate.salary_pence + rate.oncosts_pence)
            state_paid(
                finance,
                here,
                post,
                starts_on=part.start,
                ends_on=part.last_day,
                pay_pence=pay,
                oncosts_pence=pence - pay,
                source=f"Payroll report of {part.start:%B %Y}",
                at=moment(next_working(part.end), 10),
            )
    for part in parts:
        pence = _bought(authority, part) + (NOT_RECORDED if part is parts[0] else 0)
        state_paid(
            finance,
            here,
            None,
            starts_on=part.start,
            ends_on=part.last_day,
            pay_pence=pence,
            source=f"Ledger of {part.start:%B %Y}",
            at=moment(next_working(part.end), 10, 30),
        )


def _bought(authority: DemoAuthority, part: Period) -> int:
    """What was paid for purchases in a month, less what came back in it."""
    days = (part.start, part.last_day)
    spends = db.session.query(Spend.paid_pence).filter(
        Spend.authority_id == authority.row.id, Spend.state == SpendState.BOUGHT, Spend.bought_on.between(*days)
    )
    refunds = db.session.query(Refund.amount_pence).filter(
        Refund.authority_id == authority.row.id, Refund.refunded_on.between(*days), ~Refund.reversal
    )
    pence: int = sum(row.paid_pence for row in spends) - sum(row.amount_pence for row in refunds)
    return max(0, pence)


def _posts(authority: DemoAuthority) -> Iterator[tuple[Post, PostRate]]:
    """The authority's posts with their latest known rate; an agency's are on no payroll."""
    rates = rate_book_of(authority.row.id)
    for post in db.session.query(Post).filter_by(authority_id=authority.row.id).order_by(Post.name):
        known = [rate for rate in rates.dated(post.name) if isinstance(rate, PostRate)]
        if known and known[-1].agency_vat is None:
            yield post, known[-1]


def _contracts(authority: DemoAuthority, post: Post, rate: PostRate, part: Period) -> int:
    """What the contracts of a post's holders come to in a month, in pence."""

    def plain(of: uuid.UUID) -> str:
        return of.hex

    paid = [PayRate(post.name, rate.starts_on, rate.salary_pence + rate.oncosts_pence, rate.minutes_per_year)]
    holdings = holdings_of(db.session(), [authority.row.id], lambda _, name: name, plain, plain)
    of_post = [each for each in holdings if each.post == post.name]
    return sum(sum(pay_of(each, part, paid).values()) for each in of_post)
