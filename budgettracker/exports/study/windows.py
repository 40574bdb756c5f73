"""The sheet Windows: what a family cost over months since its own start, weighted for those who could not be followed so far."""

from typing import Annotated, NamedTuple

from budgettracker.costing.results.queries.kept import results_of
from budgettracker.costing.results.rules.results import Followup
from budgettracker.costing.results.rules.window import WindowCost, months_at_risk
from budgettracker.exports.study.columns import circumstance, money, number, reference
from budgettracker.exports.study.study_data import StudyData
from budgettracker.families.kinds import Arm
from budgettracker.workbooks import Kind, Sheet, columns_of


class WindowRow(NamedTuple):
    """One arm over one window. No interval: how often one of a weighted mean would hold the truth is not known."""

    arm: Annotated[str, circumstance("The arm as allocated", "", values=tuple(Arm))]
    months: Annotated[
        int,
        reference(
            "How far the window goes from each family's allocation, else opening", kind=Kind.WHOLE, unit="months"
        ),
    ]
    families: Annotated[int, number("Families that began on a day of the study", "")]
    months_at_risk: Annotated[
        int, number("Months of the window at whose beginning a family was open, over all families", "", unit="months")
    ]
    censored: Annotated[int, number("Families still open when the study ended, before the window did", "")]
    closed: Annotated[int, number("Families that closed within it", "")]
    mean: Annotated[
        int | None,
        money("Purchases and time, weighted for censoring (Lin and others, 1997); 0 where followed_so_far is no"),
    ]
    followed_so_far: Annotated[
        str, circumstance("Was anybody followed as far as it goes?", "", values=("yes", "no"), width=16)
    ]
    mean_of_closed_only: Annotated[
        int | None, money("Families that closed within it alone: biased, since it favours short work; 0 where none did")
    ]


def windows_sheet(data: StudyData) -> Sheet:
    """A row for each window that the study reaches, by arm."""
    results, _ = results_of(data.session, data.run.id)
    rows = [_row(of, window) for of in results.followup for window in of.windows]
    return Sheet(
        name="Windows",
        columns=columns_of(WindowRow),
        rows=rows,
        description="What a family cost over a fixed time from its start, with how far families could be followed",
    )


def _row(of: Followup, window: WindowCost) -> WindowRow:
    return WindowRow(
        arm=of.arm,
        months=window.length,
        families=window.families,
        months_at_risk=months_at_risk(of.months, window.length),
        censored=window.censored,
        closed=window.closed,
        mean=window.mean_pence,
        followed_so_far="no" if window.mean_pence is None else "yes",
        mean_of_closed_only=window.closed_only_pence,
    )
