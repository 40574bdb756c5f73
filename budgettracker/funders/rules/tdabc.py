"""Time-driven activity-based costing: where each element is answered, and the capacity that was paid for.

The elements are a setting of the study. Capacity: cost of capacity supplied / practical capacity, used and unused shown.
"""

from budgettracker.funders.kinds import Cell, FunderTable
from budgettracker.funders.rules.facts import Capacity, RateFact, RunFacts
from budgettracker.funders.rules.settings import Settings
from budgettracker.funders.rules.table import Table, TableColumn, Value
from budgettracker.money import half_up


def tdabc(facts: RunFacts, settings: Settings) -> Table:
    """The elements with their sheets, then each authority's capacity: supplied, practical, used, unused."""
    columns = (
        TableColumn("element", Cell.TEXT, "The element"),
        TableColumn("where_answered", Cell.TEXT, "The sheet of the workbook, or that an author writes it"),
        TableColumn("hours", Cell.HOURS, "Hours, on rows about capacity"),
        TableColumn("share", Cell.TEXT, "Share of practical capacity, on rows about capacity"),
        TableColumn("cost", Cell.MONEY, "Pounds, on rows about what capacity costs"),
    )
    rows: list[tuple[Value, ...]] = [(element, where, None, "", None) for element, where in settings.elements]
    for rate in facts.rates:
        rows += _capacity_cost(rate)
    for each in facts.capacity:
        rows += _capacity(each)
    notes = (
        f"{len(settings.elements)} elements, after: {settings.elements_source}.",
        "Capacity is of months whose contracted hours are known. "
        + " ".join(
            f"{each.authority}: {each.unknown_months:,} worker-months without contracted hours are not in it."
            for each in facts.capacity
            if each.unknown_months
        ),
    )
    return Table(FunderTable.TDABC, columns, tuple(rows), tuple(note.strip() for note in notes))


def _capacity_cost(rate: RateFact) -> list[tuple[Value, ...]]:
    """Cost of the capacity of a post supplied in a year over its practical capacity: the cost of an hour, half up."""
    of = f"{rate.authority}, {rate.post}, {rate.price_year}"
    an_hour = half_up(60 * rate.yearly_pence, rate.minutes_per_year)
    return [
        (
            f"{of}: cost of capacity supplied in a year, and practical capacity",
            "Posts",
            rate.minutes_per_year,
            "",
            rate.yearly_pence,
        ),
        (f"{of}: capacity cost of an hour", "Posts", 60, "", an_hour),
    ]


def _capacity(of: Capacity) -> list[tuple[Value, ...]]:
    practical = of.practical

    def row(words: str, minutes: int) -> tuple[Value, ...]:
        tenths = half_up(1_000 * minutes, practical) if practical > 0 else None
        return (
            f"{of.authority}: {words}",
            "Missing",
            minutes,
            "" if tenths is None else f"{tenths // 10}.{tenths % 10}%",
            None,
        )

    return [
        row("capacity supplied, contracted hours", of.contracted),
        row("practical capacity, less absence", practical),
        row("used, as logged", of.logged),
        row("of it for families", of.families),
        row("unused", of.unused),
    ]
