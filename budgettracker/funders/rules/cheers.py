"""The reporting checklist CHEERS 2022: each item, where it is answered, and the value where the run knows it.

Source: Husereau and others, CHEERS 2022 (PMC8749494). The items' titles are the statement's; nothing else of it is repeated.
"""

from budgettracker.families.kinds import Arm
from budgettracker.funders.kinds import Cell, FunderTable
from budgettracker.funders.rules.elements import AUTHOR
from budgettracker.funders.rules.facts import RunFacts
from budgettracker.funders.rules.settings import Settings
from budgettracker.funders.rules.table import Table, TableColumn
from budgettracker.money import pounds
from budgettracker.periods import long_date

_TITLES = (
    "Title",
    "Abstract",
    "Background and objectives",
    "Health economic analysis plan",
    "Study population",
    "Setting and location",
    "Comparators",
    "Perspective",
    "Time horizon",
    "Discount rate",
    "Selection of outcomes",
    "Measurement of outcomes",
    "Valuation of outcomes",
    "Measurement and valuation of resources and costs",
    "Currency, price date, and conversion",
    "Rationale and description of model",
    "Analytics and assumptions",
    "Characterising heterogeneity",
    "Characterising distributional effects",
    "Characterising uncertainty",
    "Approach to engagement with patients and others affected by the study",
    "Study parameters",
    "Summary of main results",
    "Effect of uncertainty",
    "Effect of engagement with patients and others affected by the study",
    "Study findings, limitations, generalisability, and current knowledge",
    "Source of funding",
    "Conflicts of interest",
)


def cheers(facts: RunFacts, settings: Settings) -> Table:
    """All 28 items; what only an author can write says so."""
    columns = (
        TableColumn("number", Cell.NUMBER, "Number of the item"),
        TableColumn("item", Cell.TEXT, "Title of the item"),
        TableColumn("where_answered", Cell.TEXT, "The sheet of the workbook, or that an author writes it"),
        TableColumn("value", Cell.TEXT, "What the run says of it; empty where an author writes it"),
    )
    known = _answers(facts, settings)
    rows = tuple((number, title, *known.get(number, (AUTHOR, ""))) for number, title in enumerate(_TITLES, start=1))
    return Table(FunderTable.CHEERS, columns, rows)


def _answers(facts: RunFacts, settings: Settings) -> dict[int, tuple[str, str]]:
    arms = {arm: len(facts.of_arm(arm)) for arm in Arm}
    days = f"{long_date(facts.starts_on)} to {long_date(facts.ends_on)}, both included"
    modes = "; ".join(f"{site}: {mode.words.lower()}" for site, mode in facts.modes)
    qualifications = "counted" if facts.with_qualifications else "not counted"
    return {
        5: (
            "Families, Children",
            f"{arms[Arm.BUDGET]:,} families with a budget, {arms[Arm.COMPARISON]:,} for comparison, by arm as allocated",
        ),
        6: ("Families", f"Children's services of {', '.join(site for site, _ in facts.modes)}"),
        7: (
            "Families",
            f"{facts.intervention or 'A devolved budget and all work with the families'}, against usual help"
            if arms[Arm.COMPARISON]
            else "None: the run has no families for comparison",
        ),
        8: ("Cover", settings.perspective),
        9: ("Cover", days),
        10: _discounting(facts),
        14: (
            "Work_time, Spend, Posts",
            f"Bottom-up from logs of work and the ledger of purchases. {facts.vat}. {modes}. Qualifications {qualifications}",
        ),
        15: (
            "Prices, As_logged" if facts.price_year else "Posts",
            f"Pounds sterling. {facts.prices_in_words}; nothing converted",
        ),
        17: (
            "Cover, Posts, Pool",
            "A bootstrap of families, or intervals between lead workers; each interval names its kind",
        ),
        18: ("By_site, Distribution", f"By authority: {len(facts.sites)}"),
        19: ("Children, Distribution", "Age bands and needs are given row by row; no distributional analysis is made"),
        20: ("Distribution, Comparison", f"Seed {facts.results.seed}; coverage of each interval stands beside it"),
        22: ("Posts, Pool", f"{len(facts.rates)} rates with their components, dates and sources"),
        23: ("Distribution", _main_result(facts)),
        24: ("Distribution, Comparison", _uncertainty(facts)),
    }


def _main_result(facts: RunFacts) -> str:
    words = []
    for arm in Arm:
        group = facts.group(arm)
        if group is not None and group.estimate.mean_pence is not None:
            words.append(f"{arm.heading}: mean {pounds(group.estimate.mean_pence)} a family")
    return "; ".join(words) or "No family in this run"


def _uncertainty(facts: RunFacts) -> str:
    words = []
    for arm in Arm:
        group = facts.group(arm)
        if group is None:
            continue
        interval = group.estimate.interval
        ends = (
            f"{pounds(interval.low_pence)} to {pounds(interval.high_pence)}" if interval else "no interval is supported"
        )
        words.append(f"{arm.heading}: {ends}")
    return "; ".join(words) or "No family in this run"


def _discounting(facts: RunFacts) -> tuple[str, str]:
    """Where the discount rate stands, and what it is."""
    if facts.discount:
        return "Discounting, Prices", f"{facts.discount}, beside the run's own amounts"
    none = "None: the run does not discount" if facts.years <= 1 else "None applied; the run is over a year long"
    return "Cover", none
