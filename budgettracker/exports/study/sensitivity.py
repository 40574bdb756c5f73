"""The sheets Sensitivity and Break_even: the figures of the run's page, and an arithmetic that waits for its inputs."""

from typing import Annotated, NamedTuple

from budgettracker.costing.results.kinds import Assumption
from budgettracker.costing.results.queries.sensitivity import sensitivity_of
from budgettracker.costing.results.rules.sensitivity import Sensitivity
from budgettracker.exports.study.columns import circumstance, money, reference
from budgettracker.exports.study.study_data import NONE, StudyData
from budgettracker.workbooks import Kind, Sheet, columns_of

MEAN, DIFFERENCE = "mean", "difference"
BREAK_EVEN_OF = {
    MEAN: "What a family with a budget costs, purchases and time",
    DIFFERENCE: "What it costs more than a family for comparison, within authorities",
}


class SensitivityRow(NamedTuple):
    """One assumption, made lower and higher with all others as the run has them."""

    assumption: Annotated[str, circumstance("What is varied", "", values=tuple(Assumption), width=16)]
    words: Annotated[str, circumstance("The same in words", "", width=34)]
    low_percent: Annotated[
        int,
        reference(
            "Its low, in percent of what the run has (of qualifications: of what posts state)",
            kind=Kind.WHOLE,
            unit="percent",
        ),
    ]
    high_percent: Annotated[int, reference("Its high", kind=Kind.WHOLE, unit="percent")]
    mean: Annotated[int, money("Mean of a family with a budget as the run has it; discounted where the rate is varied")]
    mean_low: Annotated[int, money("The mean with the assumption at its low")]
    mean_high: Annotated[int, money("The mean with the assumption at its high")]
    width: Annotated[
        int, money("How far the mean moves: the widest first", formula="ABS(ROUND({mean_high}-{mean_low},2))")
    ]
    compared: Annotated[
        bool, circumstance("Whether some authority has both arms; without one the next are 0", "", Kind.YES_NO)
    ]
    difference: Annotated[int | None, money("Budget less comparison within authorities, as the run has it")]
    difference_low: Annotated[int | None, money("The difference with the assumption at its low")]
    difference_high: Annotated[int | None, money("The difference with the assumption at its high")]


class BreakEvenRow(NamedTuple):
    """An amount of the run, and how many weeks of a placement it would buy once somebody says what a week costs."""

    of: Annotated[str, circumstance("Which amount", "", values=tuple(BREAK_EVEN_OF), width=14)]
    words: Annotated[str, circumstance("The same in words", "", width=60)]
    amount: Annotated[int | None, money("The amount; 0 where no authority has both arms")]
    week_cost: Annotated[
        int | None, money("To be typed: what a week of the placement costs; 0 until then", unit="pounds a week")
    ]
    week_source: Annotated[str, reference("To be typed: where that figure is from", width=30)]
    week_year: Annotated[str, reference("To be typed: of which year it is")]
    stated: Annotated[
        str,
        reference(
            "Whether cost, source and year are typed: without all three there are no weeks",
            values=("yes", "no"),
            formula='IF(({week_cost}>0)*({week_source}<>"none")*({week_year}<>"none")>0,"yes","no")',
        ),
    ]
    weeks: Annotated[
        tuple[int, int],
        reference(
            "How many weeks the amount would buy: arithmetic, not a finding. 0 until a week is stated, and for no amount",
            kind=Kind.DECIMAL,
            places=1,
            unit="weeks",
            formula='IF(({stated}="yes")*({amount}>0)>0,ROUND(ROUND({amount}*100,0)*10/ROUND({week_cost}*100,0),0)/10,0)',
        ),
    ]


def sensitivity_sheets(data: StudyData) -> tuple[Sheet, Sheet]:
    """The swings as the run's page has them, the widest first; and break-even, whose inputs nobody has given."""
    of = sensitivity_of(data.session, data.run.id)
    swings = Sheet(
        name="Sensitivity",
        columns=columns_of(SensitivityRow),
        rows=_swings(of) if of else [],
        description="The mean of a family with a budget, and the difference between arms, with one assumption lower or "
        "higher: as the run had them, reckoned from its sums",
    )
    even = Sheet(
        name="Break_even",
        columns=columns_of(BreakEvenRow),
        rows=_amounts(of) if of else [],
        description="How many weeks of a placement the same money would buy: type what a week costs, with source and year. "
        "It says nothing of whether a week was avoided",
    )
    return swings, even


def _swings(of: Sensitivity) -> list[SensitivityRow]:
    return [
        SensitivityRow(
            str(each.assumption),
            each.assumption.words,
            each.low_percent,
            each.high_percent,
            each.mean_pence,
            each.mean_low_pence,
            each.mean_high_pence,
            each.width_pence,
            of.difference_pence is not None,
            each.difference_pence,
            each.difference_low_pence,
            each.difference_high_pence,
        )
        for each in of.swings
    ]


def _amounts(of: Sensitivity) -> list[BreakEvenRow]:
    amounts = {MEAN: of.mean_pence, DIFFERENCE: of.difference_pence}
    return [
        BreakEvenRow(name, words, amounts[name], None, NONE, NONE, "no", (0, 10))
        for name, words in BREAK_EVEN_OF.items()
    ]
