"""Every table for funders from the facts of a run, as the study's settings shape it."""

from dataclasses import replace

from budgettracker.funders.kinds import FunderTable
from budgettracker.funders.rules.cheers import cheers
from budgettracker.funders.rules.facts import RunFacts
from budgettracker.funders.rules.items import cumulative, items, items_foundations, items_yef, rating
from budgettracker.funders.rules.self_grade import Signed, self_grade
from budgettracker.funders.rules.settings import Settings
from budgettracker.funders.rules.sites import by_site
from budgettracker.funders.rules.staff_time import staff_time
from budgettracker.funders.rules.summary import summary_yef
from budgettracker.funders.rules.table import Table
from budgettracker.funders.rules.tdabc import tdabc
from budgettracker.studies.kinds import Profile


def offered_tables(profile: Profile) -> list[FunderTable]:
    """The tables a study may show: where only tables may be seen, none that tells of single authorities."""
    return [table for table in FunderTable if profile is not Profile.PUBLISHED or table is not FunderTable.BY_SITE]


def whole_table(of: FunderTable, facts: RunFacts, settings: Settings, signed: Signed | None) -> Table:
    """A table with every column of its layout, and below it from which day its settings count, and their sources."""
    table = _table(of, facts, settings, signed)
    return replace(table, notes=(*table.notes, settings.dated))


def _table(of: FunderTable, facts: RunFacts, settings: Settings, signed: Signed | None) -> Table:
    match of:
        case FunderTable.STAFF_TIME:
            return staff_time(facts, settings)
        case FunderTable.BY_SITE:
            return by_site(facts)
        case FunderTable.SELF_GRADE:
            return self_grade(facts, settings, signed)
    return _OF_SETTINGS[of](facts, settings)


_OF_SETTINGS = {
    FunderTable.ITEMS: items,
    FunderTable.CUMULATIVE: cumulative,
    FunderTable.RATING: rating,
    FunderTable.ITEMS_YEF: items_yef,
    FunderTable.SUMMARY_YEF: summary_yef,
    FunderTable.ITEMS_FOUNDATIONS: items_foundations,
    FunderTable.CHEERS: cheers,
    FunderTable.TDABC: tdabc,
}


def shaped_table(of: FunderTable, facts: RunFacts, settings: Settings, signed: Signed | None) -> Table:
    """A table as it is handed in: with the columns the evaluator chose."""
    return whole_table(of, facts, settings, signed).shaped(settings.columns.get(of, ()))
