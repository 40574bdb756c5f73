"""A checklist on the four indicators of the Global Health Cost Consortium: what the run has, what it lacks, what would raise it.

The indicators and what they look at are those of the study database as described with table 6 of PMC7437656; the requirements
under each are ours, for children's services. A grade is printed only above the name of whoever signs it: what the checklist
supports is a suggestion. All requirements met support A, all but one B, at least half C, fewer D.
"""

from collections.abc import Mapping
from typing import NamedTuple

from budgettracker.families.kinds import Arm
from budgettracker.funders.kinds import Cell, FunderTable, Grade, Indicator
from budgettracker.funders.rules.facts import RunFacts
from budgettracker.funders.rules.settings import Settings
from budgettracker.funders.rules.table import Table, TableColumn, Value

NOT_SIGNED = "not graded"


class Requirement(NamedTuple):
    """Something an indicator asks for: is it met, and what would meet it?"""

    words: str
    met: bool
    raises: str


class Signed(NamedTuple):
    """Grades with the name of whoever signed them and the day, in words."""

    grades: Mapping[Indicator, Grade]
    by: str
    on: str


def requirements(facts: RunFacts, settings: Settings) -> dict[Indicator, list[Requirement]]:
    """What each indicator asks, with what this run has."""
    intervals = [facts.group(arm) for arm in Arm if facts.of_arm(arm)]
    known = [each for each in facts.capacity if each.contracted]
    years = {facts.price_year} if facts.price_year else {each.price_year for each in facts.rates}
    deciding = any(each.costs.deciding_pence for each in facts.families)
    return {
        Indicator.COMPONENTS: [
            Requirement(
                "Overheads are in every rate",
                bool(facts.rates) and all(each.has_overheads for each in facts.rates),
                "overheads of the posts without them",
            ),
            Requirement(
                "Capital is in every rate",
                bool(facts.rates) and all(each.has_capital for each in facts.rates),
                "capital overheads of the posts without them",
            ),
            Requirement("Time for no family is counted", bool(facts.modes), "a mode for each authority"),
            Requirement(
                "Time paid for and not logged is known",
                bool(known) and not any(each.unknown_months for each in facts.capacity),
                "contracted hours of the workers without them",
            ),
            Requirement("Deciding is costed", deciding, "a source of deciding time"),
        ],
        Indicator.BIAS: [
            Requirement("Evaluation is outside the total", True, ""),
            Requirement("Setting up stands apart", True, ""),
            Requirement(
                "Start-up purchases are told apart from recurring ones",
                bool(settings.recurrences),
                "start-up or recurring for each item",
            ),
            Requirement(
                "There are families for comparison", bool(facts.of_arm(Arm.COMPARISON)), "families for comparison"
            ),
        ],
        Indicator.PRECISION: [
            Requirement("More than one site", len(facts.sites) > 1, "a second authority"),
            Requirement("All families of the scope are costed, none sampled", True, ""),
            Requirement(
                "Logs support every worker-month",
                facts.unsupported_months == 0,
                f"the logs of {facts.unsupported_months:,} worker-months",
            ),
            Requirement(
                "An interval is supported for each arm",
                bool(intervals) and all(each is not None and each.estimate.interval is not None for each in intervals),
                "more families or lead workers: an interval for each arm",
            ),
        ],
        Indicator.REPORTING: [
            Requirement("The purpose is stated", bool(facts.purpose), "the study's purpose"),
            Requirement("The perspective is stated", bool(settings.perspective), "the perspective"),
            Requirement("Prices are of one year", len(years) == 1, "one price year"),
            Requirement("Costs are given by activity and by input", bool(facts.activities), "work logged by activity"),
            Requirement("What was there already is stated", bool(settings.there_already), "what was there already"),
        ],
    }


def supported(of: list[Requirement]) -> Grade:
    """The grade that the requirements met support."""
    lacking = sum(not each.met for each in of)
    if not lacking:
        return Grade.A
    if lacking == 1:
        return Grade.B
    return Grade.C if 2 * (len(of) - lacking) >= len(of) else Grade.D


def self_grade(facts: RunFacts, settings: Settings, signed: Signed | None) -> Table:
    """A row for each indicator with what raises it, then one for each requirement; a grade only where somebody signed."""
    columns = (
        TableColumn("indicator", Cell.TEXT, "The indicator"),
        TableColumn("requirement", Cell.TEXT, "What it asks for; all of them on the indicator's own row"),
        TableColumn("met", Cell.TEXT, "yes or no; how many, on the indicator's own row"),
        TableColumn("supports", Cell.TEXT, "The grade that the requirements met would support: a suggestion"),
        TableColumn("would_raise_it", Cell.TEXT, "The one thing to add next"),
        TableColumn("grade", Cell.TEXT, "The grade somebody gave under their name"),
        TableColumn("signed_by", Cell.TEXT, "Who gave it, and when"),
    )
    rows: list[tuple[Value, ...]] = []
    for indicator, needed in requirements(facts, settings).items():
        met = sum(each.met for each in needed)
        raises = next((each.raises for each in needed if not each.met), "nothing: all is met")
        grade = signed.grades[indicator].value if signed else NOT_SIGNED
        by = f"{signed.by}, {signed.on}" if signed else ""
        rows.append(
            (indicator.words, "all of them", f"{met} of {len(needed)}", supported(needed).value, raises, grade, by)
        )
        rows += [
            (indicator.words, each.words, "yes" if each.met else "no", "", "" if each.met else each.raises, "", "")
            for each in needed
        ]
    notes = (
        "All requirements met support A, all but one B, at least half C, fewer D. The requirements are this program's; the "
        "grade belongs to whoever signs it.",
    )
    return Table(FunderTable.SELF_GRADE, columns, tuple(rows), notes)
