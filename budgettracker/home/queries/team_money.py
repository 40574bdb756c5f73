"""Where a team's money goes: what families had beside each other, and categories over months. Pence throughout."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, extract, func, select

from budgettracker.budgets.models import BudgetPeriod
from budgettracker.database import db
from budgettracker.drawing import MARKS, Mark, band_pence, strip
from budgettracker.families.models import Family
from budgettracker.home.queries.team_budgets import with_limit
from budgettracker.home.rules.pictures import Band, Group, bands, groups
from budgettracker.periods import month
from budgettracker.schemes.models import Category
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.purchases import IS_BOUGHT

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Spread:
    """What families with a limit had so far: the table's rows, the picture's marks, and their sums."""

    bands: list[Band]
    marks: list[Mark]
    families: int
    pence: int
    most_pence: int
    to_pence: int
    """Where the picture ends."""

    @property
    def mean_pence(self) -> int:
        """What a family had on average, to the penny below."""
        return self.pence // self.families if self.families else 0


def spread(families: ColumnElement[bool], on: date) -> Spread:
    """What was spent of each budget in force, over the limit included: two questions, however many families there are."""
    had = BudgetPeriod.spent_pence + BudgetPeriod.over_pence
    count, pence, most = db.session.execute(with_limit(families, on, func.count(), func.sum(had), func.max(had))).one()
    step = band_pence(most or 0)
    place = case((had == 0, -1), else_=(had - 1) * (MARKS // 10) // step)
    rows = db.session.execute(with_limit(families, on, place, func.count(), func.sum(had)).group_by(place))
    places = {int(at): (int(some), int(money)) for at, some, money in rows}
    return Spread(bands(places, step), strip(places), int(count), int(pence or 0), int(most or 0), step * 10)


def last_months(on: date) -> list[date]:
    """The first days of the last twelve months, the running one at the end."""
    firsts = [month(on).start]
    while len(firsts) < MONTHS:
        firsts.insert(0, month(date.fromordinal(firsts[0].toordinal() - 1)).start)
    return firsts


def by_month(families: ColumnElement[bool], on: date) -> list[Group]:
    """What was bought from devolved budgets in the last twelve months, by group of categories and month, as paid."""
    months = last_months(on)
    name = func.coalesce(Category.name, "No category")
    year, number = extract("year", Spend.bought_on), extract("month", Spend.bought_on)
    rows = db.session.execute(
        select(name, year, number, func.sum(Spend.paid_pence))
        .join(Family, Family.id == Spend.family_id)
        .outerjoin(Category, Category.id == Spend.category_id)
        .where(
            families,
            Spend.kind == SpendKind.DEVOLVED,
            IS_BOUGHT,
            Spend.bought_on >= months[0],
            Spend.bought_on <= on,
        )
        .group_by(name, year, number)
        .order_by(name, year, number)
    )
    return groups(((words, date(int(of), int(at), 1), int(pence)) for words, of, at, pence in rows), months)
