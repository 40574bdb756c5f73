"""A team's vouchers and cards as they are after some weeks: batches, some handed to families, some back, counts."""

from datetime import date, datetime

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.budgets.queries import period_on, position_of
from budgettracker.commands.demo.diary import Diary
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.confirmations.actions import confirm
from budgettracker.database import db
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.people.models import Person, Team
from budgettracker.schemes.kinds import UsualCategory
from budgettracker.spend.models import Spend
from budgettracker.spend.rules import Purchase
from budgettracker.versions import version_of
from budgettracker.vouchers import rules
from budgettracker.vouchers.actions import buy_batch, count_stock, issue_vouchers, return_vouchers
from budgettracker.vouchers.kinds import VoucherKind
from budgettracker.vouchers.queries import in_stock, issued_for

GONE = "One is not in the safe. It was handed over in the holidays and nobody wrote down to whom. We ask everybody."
ROOM_PENCE = 200_00


def plan_vouchers(authority: DemoAuthority, diary: Diary) -> None:
    """Finance buys, a senior manager confirms; families get some, one gives some back, and a count finds one gone."""
    finance, senior, worker = authority.first(Role.FINANCE), authority.first(Role.SENIOR_MANAGER), authority.workers[0]
    back = diary.calendar.back

    def team() -> Team:
        return next(each for each in authority.teams.values() if each.id in worker.team_ids_on(diary.calendar.last))

    def batch(day: date, at: datetime, kind: VoucherKind, letters: str, pieces: int, pence: int, shop: str) -> None:
        serials = [f"{letters}-{4100 + number}" for number in range(pieces)]
        wish = buy_batch(
            *(finance, team(), kind, serials),
            value_pence=pence,
            paid_pence=pieces * pence,
            shop=shop,
            bought_on=day,
            on=day,
            at=at,
        )
        confirm(senior, wish, on=day, at=at)

    def count(day: date, at: datetime) -> None:
        stock = [voucher for voucher, _, _ in in_stock(team().id, missing=True)]
        there = [each.id for each in stock if not each.missing][1:]
        wish = count_stock(worker, team(), there, GONE, version=version_of(rules.standing(stock)), on=day, at=at)
        confirm(senior, wish, on=day, at=at)

    shop, card = VoucherKind.SHOP_VOUCHER, VoucherKind.PREPAID_CARD
    diary.plan(back(15), 9, 35, lambda day, at: batch(day, at, shop, "HF", 8, 25_00, "Harvest Foods"))
    diary.plan(back(12), 9, 45, lambda day, at: batch(day, at, card, "TC", 4, 50_00, "Any shop that takes cards"))
    diary.plan(back(8), 10, 55, lambda day, at: _hand_out(worker, team(), day, at))
    diary.plan(back(5), 16, 25, count)


def _hand_out(worker: Person, team: Team, on: date, at: datetime) -> None:
    """Three families with room in their budgets get two vouchers each; the first gives one back unused."""
    open_then = select(Family).where(
        *(Family.team_id == team.id, Family.arm == Arm.BUDGET, Family.restricted.is_(False)),
        *(Family.opened_on <= on, Family.closed_on.is_(None)),
    )
    spends: list[Spend] = []
    for family in db.session.scalars(open_then.order_by(Family.reference)):
        period = period_on(family.id, on)
        if period is None or period.opening_waits or position_of(period).left_pence < ROOM_PENCE or len(spends) == 3:
            continue
        letters, purpose = ("TC", "Shoes for school") if len(spends) == 2 else ("HF", "Food until the benefit is paid")
        stock = [voucher.id for voucher, _, _ in in_stock(team.id) if voucher.serial.startswith(letters)]
        wanted = UsualCategory.CLOTHING if len(spends) == 2 else UsualCategory.FOOD
        category_id = next(each.id for each in period.budget.scheme.categories if each.name == wanted)
        what = Purchase(amount_pence=0, bought_what="Vouchers", bought_on=on, purpose=purpose, category_id=category_id)
        spends.append(issue_vouchers(worker, family, stock[:2], what, on=on, at=at))
    if spends:
        unused = [each.voucher.id for each in issued_for(spends[0].id)][:1]
        return_vouchers(worker, spends[0], unused, on, on=on, at=at)
