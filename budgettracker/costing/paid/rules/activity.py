"""Activity by post: contracted hours less absence against what was logged, matched to families, pooled, unused and late."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from budgettracker.costing.paid.rules.facts import PostMonth
from budgettracker.money import half_up


class ActivityRow(NamedTuple):
    """One post's minutes. `unused` and the expected minutes are of the months whose contracted hours are known."""

    post: str
    contracted: int
    absence: int
    logged: int
    families: int
    pooled: int
    unused: int
    late: int
    unknown_months: int

    @property
    def expected(self) -> int:
        """Contracted less absence."""
        return self.contracted - self.absence

    @property
    def matched(self) -> str:
        """Share of logged time that is for families, in percent to a tenth; empty where nothing was logged."""
        if not self.logged:
            return ""
        tenths = half_up(1_000 * self.families, self.logged)
        return f"{tenths // 10}.{tenths % 10}%"


def in_hours(minutes: int) -> str:
    """Minutes as hours to a tenth, as tables print them.

    >>> in_hours(389_808), in_hours(0), in_hours(-90)
    ('6,496.8', '0.0', '-1.5')
    """
    tenths = half_up(abs(minutes), 6)
    return f"{'-' if minutes < 0 else ''}{tenths // 10:,}.{tenths % 10}"


def activity_by_post(months: Iterable[PostMonth], unit_of: Callable[[str], str]) -> list[ActivityRow]:
    """A row for each post (or group of posts), by name."""
    rows: dict[str, ActivityRow] = {}
    for each in months:
        name = unit_of(each.post)
        row = rows.get(name, ActivityRow(name, 0, 0, 0, 0, 0, 0, 0, 0))
        known = each.contracted is not None
        contracted, absence = (each.contracted or 0, each.absence) if known else (0, 0)
        rows[name] = ActivityRow(
            name,
            row.contracted + contracted,
            row.absence + absence,
            row.logged + each.logged,
            row.families + each.families,
            row.pooled + each.pooled,
            row.unused + (max(0, contracted - absence - each.logged) if known else 0),
            row.late + each.late,
            row.unknown_months + (not known),
        )
    return [rows[name] for name in sorted(rows)]
