"""Where a team's money goes: what families had beside each other, and categories over months. Pence throughout."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from budgettracker.database import db
from budgettracker.drawing import MARKS, Mark, band_pence, strip
from budgettracker.home.queries.of_teams import OfTeams, in_force
from budgettracker.home.rules.pictures import Band, Group, bands, groups
from budgettracker.periods import month
from budgettracker.schemes.models import Category
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import KeptBudget, KeptMonth

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


def spread(ours: OfTeams, on: date) -> Spread:
    """What was spent of each budget in force, over the limit included: the most first, that says how wide a place is."""
    had = KeptBudget.spent_pence + KeptBudget.over_pence
    those = select(had).where(ours.budgets, in_force(on))
    most = int(db.session.scalar(those.order_by(had.desc()).limit(1)) or 0)
    step = band_pence(most)
    wide = step * 10 // MARKS
    # By team first: so stands the index, and less is left to be put in order.
    by_team = (
        those.with_only_columns(had.label("had"), func.count().label("budgets"))
        .group_by(KeptBudget.team_id, had)
        .subquery()
    )
    place = (by_team.c.had + wide - 1) // wide - 1
    sums = func.sum(by_team.c.budgets), func.sum(by_team.c.had * by_team.c.budgets)
    by_place = select(place, *sums).group_by(place)
    places = {int(at): (int(some), int(money)) for at, some, money in db.session.execute(by_place)}
    families, pence = sum(some for some, _ in places.values()), sum(money for _, money in places.values())
    return Spread(bands(places, step), strip(places), families, pence, most, step * 10)


def last_months(on: date) -> list[date]:
    """The first days of the last twelve months, the running one at the end."""
    firsts = [month(on).start]
    while len(firsts) < MONTHS:
        firsts.insert(0, month(date.fromordinal(firsts[0].toordinal() - 1)).start)
    return firsts


def by_month(ours: OfTeams, on: date) -> list[Group]:
    """What was bought from devolved budgets in the last twelve months, by group of categories and month, as paid."""
    months = last_months(on)
    of_category = KeptMonth.month_starts_on, KeptMonth.category_id
    sums = (
        select(*of_category, func.sum(KeptMonth.pence).label("pence"))
        .where(
            ours.months,
            KeptMonth.kind == SpendKind.DEVOLVED,
            KeptMonth.month_starts_on >= months[0],
            KeptMonth.month_starts_on <= on,
        )
        .group_by(*of_category)
        .subquery()
    )
    name = func.coalesce(Category.name, "No category")
    rows = db.session.execute(
        select(name, sums.c.month_starts_on, func.sum(sums.c.pence))
        .outerjoin(Category, Category.id == sums.c.category_id)
        .group_by(name, sums.c.month_starts_on)
        .order_by(name, sums.c.month_starts_on)
    )
    return groups(((words, first, int(pence)) for words, first, pence in rows), months)
