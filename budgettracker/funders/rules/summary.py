"""The summary of the Youth Endowment Fund's form: start-up and recurring cost, in all and per participant."""

from fractions import Fraction

from budgettracker.families.kinds import Arm
from budgettracker.funders.kinds import Cell, FunderTable, Recurrence
from budgettracker.funders.rules.facts import RunFacts
from budgettracker.funders.rules.items import TOTAL, basis, nobody
from budgettracker.funders.rules.settings import Settings
from budgettracker.funders.rules.table import Table, TableColumn, Value, in_steps, nearest
from budgettracker.money import pounds

ACTUAL, FULL = "actual take-up", "full capacity"


def summary_yef(facts: RunFacts, settings: Settings) -> Table:
    """Start-up, recurring and total: over those who took part, and over the places there were.

    Low and high are the ends of the mean's 95% interval, on the row of the total per family; a run that supports no
    interval has none.
    """
    columns = (
        TableColumn("take_up", Cell.TEXT, "Over whom the cost is shared"),
        TableColumn("cost", Cell.TEXT, "Start-up, recurring, or their total"),
        TableColumn("in_all", Cell.MONEY, "Cost in the days of the run"),
        TableColumn("per_participant", Cell.MONEY, "That over the participants, or over the places"),
        TableColumn(
            "low", Cell.TEXT, "Lower end of the 95% interval of a family's purchases and time, or why there is none"
        ),
        TableColumn("high", Cell.TEXT, "Upper end of it"),
        TableColumn("price_years", Cell.TEXT, "The years of the prices"),
        TableColumn("there_already", Cell.TEXT, "What was there already and is not counted"),
    )
    number = facts.participants(settings.participants)
    if not number:
        return Table(FunderTable.SUMMARY_YEF, columns, (), (nobody(settings),))
    placed = settings.placed(facts.items)
    sums = [sum(item.pence for item in placed if item.recurrence is recurrence) for recurrence in Recurrence]
    low, high = _interval(facts)
    about = (facts.price_years, settings.there_already or "not stated")
    rows: list[tuple[Value, ...]] = []
    for take_up, whole in ((ACTUAL, Fraction(number)), (FULL, _places(facts, settings))):
        if whole is None:
            rows.append((take_up, TOTAL, sum(sums), None, "places are not stated", "", *about))
            continue
        shares = in_steps([pence / whole for pence in sums])
        rows += [
            (take_up, recurrence.value, pence, share, "", "", *about)
            for recurrence, pence, share in zip(Recurrence, sums, shares, strict=True)
        ]
        ends = (low, high) if take_up == ACTUAL else ("", "")
        rows.append((take_up, TOTAL, sum(sums), sum(shares), *ends, *about))
    notes = (
        *basis(facts, settings),
        "At full capacity the same cost is shared over the places of the run's years: what a place cost.",
    )
    return Table(FunderTable.SUMMARY_YEF, columns, tuple(rows), notes)


def _places(facts: RunFacts, settings: Settings) -> Fraction | None:
    """Places over the days of the run, from those of a year; None where they are not stated."""
    if settings.places is None:
        return None
    return Fraction(max(1, nearest(settings.places * facts.years)))


def _interval(facts: RunFacts) -> tuple[str, str]:
    """The ends of the interval of the mean of a family, in pounds; or why there is none."""
    group = facts.group(Arm.BUDGET)
    if group is None or group.estimate.interval is None:
        return ("no interval is supported", "")
    return pounds(group.estimate.interval.low_pence), pounds(group.estimate.interval.high_pence)
