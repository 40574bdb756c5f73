"""Each authority for itself: what differs between sites is told, not averaged away (GHCC, principle 15)."""

from budgettracker.costing.kinds import PARTS_OF_TOTAL
from budgettracker.families.kinds import Arm
from budgettracker.funders.kinds import Cell, FunderTable
from budgettracker.funders.rules.facts import RunFacts, SiteFamily
from budgettracker.funders.rules.table import Table, TableColumn, Value
from budgettracker.money import half_up, pounds


def by_site(facts: RunFacts) -> Table:
    """A row for each site's mean, then one for each activity and each input of it; families with a budget."""
    columns = (
        TableColumn("site", Cell.TEXT, "The authority"),
        TableColumn("families", Cell.NUMBER, "Families with a budget"),
        TableColumn("caseload", Cell.TEXT, "Families of the study for each lead worker"),
        TableColumn("model", Cell.TEXT, "How indirect time reaches families"),
        TableColumn("by", Cell.TEXT, "mean: all of it; activity, or input: a part of it"),
        TableColumn("name", Cell.TEXT, "The activity or the input"),
        TableColumn("per_family", Cell.MONEY, "Cost of a family"),
        TableColumn("interval_low", Cell.TEXT, "Lower end of the mean's 95% interval, or why there is none"),
        TableColumn("interval_high", Cell.TEXT, "Upper end of it"),
    )
    modes = dict(facts.modes)
    rows: list[tuple[Value, ...]] = []
    for site in facts.sites:
        families = [each for each in facts.budget if each.authority == site]
        about = (site, len(families), _caseload(families), modes[site].words)
        whole = sum(each.costs.total_pence for each in families)
        rows.append((*about, "mean", "purchases and time", half_up(whole, len(families)), *_interval(facts, site)))
        parts = [("activity", each.activity, each.pence) for each in facts.activities if each.authority == site]
        for part in PARTS_OF_TOTAL:
            pence = sum(getattr(each.costs, f"{part.value}_pence") for each in families)
            parts.append(("input", part.words.lower(), pence))
        rows += [(*about, by, name, half_up(pence, len(families)), "", "") for by, name, pence in parts]
    notes = (
        "Inputs add up to the mean, but for rounding each for itself. Activities are of work that was logged for these "
        "families, running cost alone.",
    )
    return Table(FunderTable.BY_SITE, columns, tuple(rows), notes)


def _caseload(families: list[SiteFamily]) -> str:
    tenths = half_up(10 * len(families), len({each.worker for each in families}))
    return f"{tenths // 10}.{tenths % 10}"


def _interval(facts: RunFacts, site: str) -> tuple[str, str]:
    only = None if len({each.authority for each in facts.families}) == 1 else site
    group = facts.group(Arm.BUDGET, only)
    if group is None or group.estimate.interval is None:
        return "no interval is supported", ""
    return pounds(group.estimate.interval.low_pence), pounds(group.estimate.interval.high_pence)
