"""The sheet Parameters: every assumption of the run in one table, with its unit, year, source, and where it is used."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from budgettracker.costing.kinds import Mode, PurchasesCounted, RatioKind, VatRule, WorkCounted
from budgettracker.costing.results.queries.kept import results_of
from budgettracker.costing.results.rules.observed import FEWEST_CLUSTERS, FEWEST_FAMILIES, MANY_CLUSTERS
from budgettracker.costing.results.rules.sensitivity import RANGES
from budgettracker.costing.run.queries.worker_months import ENOUGH_PERCENT
from budgettracker.exports.study.columns import reference
from budgettracker.exports.study.posts import PostRow
from budgettracker.exports.study.prices import PriceRow
from budgettracker.exports.study.study_data import NONE, StudyData
from budgettracker.workbooks import Kind, Sheet, columns_of

PLACES = 10_000
"""Numbers are shown in ten-thousandths at the finest."""
METHOD = "The costing method of this program"
COSTS = "Work_time, Pool, Pool_lines, Deciding, Family_costs"
RESULTS = "Distribution, Comparison"
OF_POST = {
    "salary": "Salary of a full-time equivalent",
    "ni_percent": "Employer National Insurance above the threshold; 0 where on-costs were entered",
    "ni_threshold": "Salary above which it is paid; 0 where on-costs were entered",
    "pension_percent": "Employer pension; 0 where on-costs were entered",
    "oncosts": "Employer National Insurance and pension",
    "qualifications": "Yearly share of qualifications; 0 unless the run counts it",
    "overhead_direct_percent": "Direct overheads, of salary and on-costs; 0 where an amount was entered",
    "overhead_direct": "Direct overheads",
    "overhead_indirect_percent": "Indirect overheads, of salary and on-costs; 0 where an amount was entered",
    "overhead_indirect": "Indirect overheads",
    "capital": "Capital overheads",
    "hours_per_year": "Hours paid and worked in a year",
    "ratio": "Indirect hours for each hour of the kind named; 0 without a ratio",
}


class ParameterRow(NamedTuple):
    """One assumption: a number with its unit, or words."""

    parameter: Annotated[str, reference("What it is", width=26)]
    meaning: Annotated[str, reference("The same in words", width=44)]
    about: Annotated[str, reference("The authority, and the post, it is about; all for the whole run", width=30)]
    since: Annotated[str, reference("The day or financial year it is of; none for the whole run")]
    number: Annotated[
        tuple[int, int] | None,
        reference(
            "Its value, where it is a number; 0 for words. Those of Posts and Prices follow what is typed there",
            kind=Kind.DECIMAL,
            places=4,
        ),
    ]
    words: Annotated[str, reference("Its value, where it is words; none for a number", width=44)]
    unit: Annotated[str, reference("What the number is in")]
    source: Annotated[str, reference("Where it is from, with its edition", width=50)]
    used_on: Annotated[str, reference("The sheets that are reckoned by it", width=40)]


class CellRow(ParameterRow):
    """A row that remembers the cell its number stands in; None where it stands here alone."""

    cell: str | None


def parameters_sheet(data: StudyData, posts: Sheet, prices: Sheet) -> Sheet:
    """What the run counts, then how results are made, then prices and posts."""
    rows = [*_counted(data), *_results(data), *_of_prices(prices), *_of_posts(data, posts)]

    def number(row_number: int, row: CellRow) -> str | None:
        return row.cell

    return Sheet(
        name="Parameters",
        columns=columns_of(ParameterRow, number={"formula": number}),
        rows=rows,
        description="Every assumption of the run: value, unit, year, source, and the sheets that are reckoned by it",
    )


def _words(parameter: str, meaning: str, words: str, used_on: str, about: str = "all", source: str = METHOD) -> CellRow:
    row = CellRow(parameter, meaning, about, NONE, None, words, NONE, source or NONE, used_on)
    row.cell = None
    return row


def _number(
    parameter: str,
    meaning: str,
    number: tuple[int, int],
    unit: str,
    used_on: str,
    *,
    about: str = "all",
    since: str = NONE,
    source: str = METHOD,
    cell: str | None = None,
) -> CellRow:
    row = CellRow(parameter, meaning, about, since, number, NONE, unit, source or NONE, used_on)
    row.cell = cell
    return row


def _counted(data: StudyData) -> Iterator[CellRow]:
    """What the run counts and what it leaves out, as whoever made it chose, and as authorities agreed."""
    run, chosen = data.run, "Chosen for the run"
    yield _words("first_day", "The study's first day", run.starts_on.isoformat(), COSTS, source="The study")
    yield _words("last_day", "The study's last day, included", run.ends_on.isoformat(), COSTS, source="The study")
    yield _words("intervention", "What is costed", run.intervention or "all work", COSTS, source="The study")
    work = WorkCounted.OWN if run.own_time_only else WorkCounted.ALL
    yield _words("work_counted", "What counts of the families' time", str(work), COSTS, source=chosen)
    purchases = PurchasesCounted.COUNTED if run.counts_purchases else PurchasesCounted.LISTED
    yield _words("purchases_counted", "Whether purchases count", str(purchases), "Spend, Family_costs", source=chosen)
    yield _words("vat_rule", "Which price of a purchase counts", str(VatRule(run.vat_rule)), "Spend", source=chosen)
    qualifications = "counted" if run.with_qualifications else "left out"
    yield _words("qualifications", "Yearly shares of what qualifying cost", qualifications, "Posts", source=chosen)
    yield _words(
        "follow_up",
        "Costs between and after a family's open times",
        "counted from its start" if run.follows_closed else "left out",
        COSTS,
    )
    yield _words(
        "price_year",
        "In which year's prices costs stand",
        run.price_year or "each in its own year's",
        COSTS,
        source="The study",
    )
    for authority_id, mode in sorted(data.modes.items(), key=lambda item: data.authorities[item[0]]):
        about = data.authorities[authority_id]
        yield _words("mode", "How indirect time reaches families", str(Mode(mode)), COSTS, about, "Its agreement")
    yield _number(
        "log_is_enough",
        "Share of expected time that a worker's month must reach to support mode A",
        (ENOUGH_PERCENT, 1),
        "percent",
        "Missing",
    )
    yield _number(
        "month_open", "Days of a month open: 365.25 / 12", (36_525, 1_200), "days", "Family_costs, Comparison"
    )


def _results(data: StudyData) -> Iterator[CellRow]:
    """How results and their intervals are made."""
    kept = results_of(data.session, data.run.id)
    yield _number("seed", "Seed of the replicates, which belongs to the run", (kept.results.seed, 1), NONE, RESULTS)
    yield _number("replicates", "Replicates of a bootstrap", (kept.replicates, 1), NONE, RESULTS)
    yield _number(
        "interval", "Of how many samples in a hundred an interval means to hold the truth", (95, 1), "percent", RESULTS
    )
    for name, meaning, number in (
        ("fewest_families", "Below this number of families there is no interval", FEWEST_FAMILIES),
        ("fewest_clusters", "Below this number of lead workers or teams there is none", FEWEST_CLUSTERS),
        ("many_clusters", "From this number of lead workers on families are resampled", MANY_CLUSTERS),
    ):
        yield _number(name, meaning, (number, 1), NONE, RESULTS)
    for assumption, ends in RANGES.items():
        for end, percent in zip(("low", "high"), ends, strict=True):
            yield _number(
                f"{assumption}_{end}",
                f"{assumption.words}: {end}, of what the run has (of qualifications: of what posts state)",
                (percent, 1),
                "percent",
                "Sensitivity",
            )


def _of_prices(prices: Sheet) -> Iterator[CellRow]:
    """Indices, the discount rate, on-costs and miles, as they stand on Prices."""
    for at, row in enumerate(prices.rows):
        assert isinstance(row, PriceRow)
        edition = "" if row.edition == NONE else f"{row.series}, {row.edition}. "
        yield _number(
            row.price,
            "As on Prices",
            row.value,
            row.unit,
            _used(row),
            about=row.authority,
            since=row.since,
            source=f"{edition}{row.source}",
            cell=prices.ref("value", at),
        )


def _used(row: PriceRow) -> str:
    if row.unit == "index":
        return COSTS
    return {"percent a year": "Discounting", "pence a mile": "Work_time"}.get(row.unit, "Posts")


def _of_posts(data: StudyData, posts: Sheet) -> Iterator[CellRow]:
    """Every figure of every post's rate, as it stands on Posts."""
    units = {column.name: column.unit for column in posts.columns}
    for at, row in enumerate(posts.rows):
        assert isinstance(row, PostRow)
        about = f"{row.authority}: {row.post}"
        since = f"{row.starts_on.isoformat()}, prices of {row.price_year}"
        for name, meaning in OF_POST.items():
            value = getattr(row, name)
            number = value if isinstance(value, tuple) else (value, 100)
            yield _number(
                name,
                meaning,
                number,
                units[name] or "hours for an hour",
                COSTS,
                about=about,
                since=since,
                source=row.source,
                cell=posts.ref(name, at),
            )
        if row.ratio_kind in set(RatioKind):
            yield _words("ratio_kind", "The kind of hour the ratio is for", row.ratio_kind, COSTS, about, row.source)
