"""The sheet Deciding: decisions priced by the minutes of their scheme, as they fall to each family."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Annotated, NamedTuple

from sqlalchemy import func, select

from budgettracker.costing.kinds import DecisionAbout
from budgettracker.costing.run.models import RunDecision
from budgettracker.exports.study.columns import DiscountYear, circumstance, day, minutes, money, number, pseudonym
from budgettracker.exports.study.formulas import SHARE_COLUMNS, Span, shared_pounds, spans
from budgettracker.exports.study.prices import PricesSheet, minutes_cost, rate_cells
from budgettracker.exports.study.study_data import StudyData
from budgettracker.studies.kinds import PseudonymKind
from budgettracker.workbooks import Sheet, columns_of

NO_POST = "none"


class DecisionRow(NamedTuple):
    """What of a decision falls on one family."""

    family: Annotated[str, pseudonym("The family", "run_decision.family_id")]
    decision: Annotated[
        str, pseudonym("The decision: of a cohort, one row for each of its families", "run_decision.subject_id")
    ]
    about: Annotated[
        str,
        circumstance(
            "A limit, a purchase, or money that had left outside the rules",
            "run_decision.about",
            values=tuple(DecisionAbout),
        ),
    ]
    decided_on: Annotated[date | None, day("The day of the decision", "run_decision.decided_on")]
    decider: Annotated[str, pseudonym("Who decided", "run_decision.person_id")]
    post: Annotated[
        str,
        circumstance("The decider's post; none where they held none that has a cost", "run_decision.rate_id", width=24),
    ]
    whole_minutes: Annotated[
        int,
        minutes("What the scheme counts for the whole decision", "run_decision.whole_minutes, scheme.decision_minutes"),
    ]
    share_from: Annotated[int, number("This family's share: from ...", "run_decision.share_from")]
    share_to: Annotated[int, number("... to ...", "run_decision.share_to")]
    share_of: Annotated[int, number("... of this whole", "run_decision.share_of")]
    minutes: Annotated[int, minutes("This family's minutes", "run_decision.minutes")]
    cost: Annotated[int, money("What they cost at the decider's rate; 0 without a post", "run_decision.cost_pence")]
    discount_year: DiscountYear


class RatedRow(DecisionRow):
    """A row of Deciding that remembers where its rate stands on Posts, counted from 0; None without a post."""

    rate_at: int | None


@dataclass(slots=True)
class DecidingSheet:
    """The sheet, and where each family's rows stand."""

    sheet: Sheet
    families: dict[uuid.UUID, Span]


def deciding_sheet(data: StudyData, posts: Sheet, prices: PricesSheet) -> DecidingSheet:
    """Every decision of the run, by family and day; empty where deciding comes from the logs or is not counted."""
    of_run = RunDecision.run_id == data.run.id
    sizes = select(RunDecision.family_id, func.count()).where(of_run).group_by(RunDecision.family_id)
    families, rows = spans((member.id for member in data.members), data.counts(sizes))

    def cost(row_number: int, row: RatedRow) -> str | None:
        if row.rate_at is None:
            return None
        start, to, of = (f"{sheet.letter(name)}{row_number}" for name in SHARE_COLUMNS)
        whole = f"{sheet.letter('whole_minutes')}{row_number}"
        rate = rate_cells(posts, prices, row.rate_at, data.rates[row.rate_at].price_year)
        return shared_pounds(minutes_cost(whole, rate), start, to, of)

    sheet = Sheet(
        name="Deciding",
        columns=columns_of(DecisionRow, cost={"formula": cost}),
        rows=_rows(data),
        count=rows,
        description="Decisions about limits and purchases where an authority counts them by its scheme's minutes; decided "
        "time that was logged stands on Work_time",
    )
    return DecidingSheet(sheet, families)


def _rows(data: StudyData) -> Iterator[RatedRow]:
    for members in data.batches():
        query = select(RunDecision).where(
            RunDecision.run_id == data.run.id, RunDecision.family_id.in_([member.id for member in members])
        )
        rows = [_row(data, decision) for decision in data.session.scalars(query)]
        yield from sorted(rows, key=attrgetter("family", "decided_on", "decision", "about"))


def _row(data: StudyData, decision: RunDecision) -> RatedRow:
    rate_at = data.rate_at[decision.rate_id] if decision.rate_id else None
    row = RatedRow(
        family=data.by_id[decision.family_id].pseudonym,
        decision=data.names.of(PseudonymKind.PURCHASE, decision.subject_id),
        about=decision.about,
        decided_on=data.day(decision.decided_on),
        decider=data.names.worker(decision.person_id),
        post=NO_POST if rate_at is None else data.rates[rate_at].post,
        whole_minutes=decision.whole_minutes,
        share_from=decision.share_from,
        share_to=decision.share_to,
        share_of=decision.share_of,
        minutes=decision.minutes,
        cost=decision.cost_pence,
        discount_year=data.discount_year(decision.family_id, decision.decided_on),
    )
    row.rate_at = rate_at
    return row
