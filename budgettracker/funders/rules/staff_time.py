"""Hours a year by role and phase: the resources, apart from their prices."""

from budgettracker.funders.kinds import Cell, FunderTable
from budgettracker.funders.rules.facts import RunFacts
from budgettracker.funders.rules.settings import Settings
from budgettracker.funders.rules.table import Table, TableColumn, nearest


def staff_time(facts: RunFacts, settings: Settings) -> Table:
    """Each role's hours a year for families with a budget, by phase; cover is not recorded and the table says so."""
    columns = (
        TableColumn("role", Cell.TEXT, "The post"),
        TableColumn("phase", Cell.TEXT, "What the time was for"),
        TableColumn("hours_a_year", Cell.HOURS, "Hours of the run over its years"),
        TableColumn("cover_paid", Cell.TEXT, "Whether somebody was paid to stand in: the tracker does not record it"),
    )
    rows = tuple(
        (each.role, each.phase.value, nearest(each.minutes / facts.years), "not recorded")
        for each in facts.staff
        if each.minutes
    )
    notes = (
        "Delivery is contact and travel; preparation is preparing and writing up. Time for no family in particular is "
        "what falls to families with a budget of it. Prices stand in Items.",
        f"There already: {settings.there_already}" if settings.there_already else "What was there already: not stated.",
    )
    return Table(FunderTable.STAFF_TIME, columns, rows, notes)
