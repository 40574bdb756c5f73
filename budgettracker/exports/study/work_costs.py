"""The columns of Work_time, and the formulas of its costs."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from budgettracker.costing.kinds import Destination, Mode, RatioKind, Reason
from budgettracker.exports.study.columns import (
    circumstance,
    day,
    minutes,
    money,
    number,
    pseudonym,
    quasi_identifier,
)
from budgettracker.exports.study.scene import Scene
from budgettracker.workbooks.stream import Column, Kind, Sheet
from budgettracker.worktime.kinds import ActivityClass, ActivityKind

PARTS = ("contact", "preparation", "travel", "mileage", "expenses", "indirect_share")
COST_COLUMNS = ("contact_cost", "preparation_cost", "travel_cost", "mileage_cost", "expenses", "indirect_share")
"""Where each part of a cost stands, in the order of PARTS; the columns stand side by side."""
OWN_COST = ("contact_cost", "expenses")
"""The first and the last column of what an entry itself cost, without uplift."""


def _both(column: str) -> str:
    """A column that a line has as its part of the entry's."""
    return f"run_line.{column}, run_entry.{column}"


def columns(formulas: "Formulas") -> tuple[Column, ...]:
    """The columns; the costs are formulas over the line's own minutes and the post's rate."""
    return (
        pseudonym("family", "The family whose cost this row is part of; empty where no family bears it",
                  "run_line.family_id, work_share.family_id"),
        pseudonym("worker", "Who worked", "run_entry.person_id, work_entry.person_id"),
        pseudonym("team", "The worker's team that day", "run_entry.team_id"),
        pseudonym("lead_worker", "The family's lead worker", "family.lead_worker_id"),
        day("worked_on", "The day of the work", "run_entry.worked_on, work_entry.worked_on"),
        circumstance("activity", "What kind of work", "run_entry.activity_id, work_entry.activity_id, activity.name",
                     width=24),
        minutes("contact_minutes", "Time with the family: this family's share, in whole minutes",
                "run_line.contact_minutes"),
        minutes("preparation_minutes", "Preparing and recording: this family's share", "run_line.preparation_minutes"),
        minutes("travel_minutes", "Travelling: this family's share", "run_line.travel_minutes"),
        money("contact_cost", "Cost of contact for this row", _both("contact_cost_pence"), formula=formulas.contact),
        money("preparation_cost", "Cost of preparing and recording", _both("preparation_cost_pence"),
              formula=formulas.preparation),
        money("travel_cost", "Cost of travel time", _both("travel_cost_pence"), formula=formulas.travel),
        money("mileage_cost", "Cost of miles", "run_line.mileage_cost_pence", formula=formulas.mileage),
        money("expenses", "Other expenses of the work, and materials of a session", "run_line.expenses_pence",
              formula=formulas.expenses),
        money("indirect_share", "Mode B: indirect time that stands behind the row, by the post's ratio. In mode A it is "
              "on Pool_lines", "run_line.indirect_share_pence, run_entry.uplift_pence", formula=formulas.indirect),
        pseudonym("entry", "The work entry: one row for each of its families", "run_entry.entry_id, work_entry.id"),
        pseudonym("session", "Entries of one session share it", "work_entry.session_reference"),
        quasi_identifier("authority", "The worker's authority", "run_entry.authority_id, work_entry.authority_id"),
        circumstance("post", "The post the worker held", "run_entry.rate_id", width=24),
        circumstance("activity_kind", "With a family, for a family without it, general, deciding, or absent", "activity.kind",
                     values=tuple(ActivityKind)),
        circumstance("activity_class", "Running the service, setting it up, or evaluating it",
                     "activity.activity_class", values=tuple(ActivityClass)),
        circumstance("intervention", "The intervention the work is part of; empty for none",
                     "run_entry.intervention, work_entry.intervention_id, activity.intervention_id, intervention.name",
                     width=24),
        circumstance("destination", "Where its cost went: to a family, left out, or into the worker's pool",
                     "run_line.destination, run_entry.pooled",
                     values=(Destination.FAMILY, Destination.LEFT_OUT, Destination.POOLED)),
        circumstance("reason", "Why it is left out", "run_line.reason", values=tuple(Reason), width=20),
        pseudonym("left_out_family", "The family of the study whom a row that is left out was for", "run_line.family_id"),
        number("share_from", "This row's share: from ...", "run_line.share_from"),
        number("share_to", "... to ...", "run_line.share_to"),
        number("share_of", "... of this whole. Sharing rounds the running total", "run_line.share_of, work_share.weight"),
        minutes("whole_contact_minutes", "Contact of the entry, before it is shared",
                "run_line.whole_contact_minutes, run_entry.contact_minutes, work_entry.contact_minutes"),
        minutes("whole_preparation_minutes", "Preparation of the entry",
                "run_line.whole_preparation_minutes, run_entry.preparation_minutes, work_entry.preparation_minutes"),
        minutes("whole_travel_minutes", "Travel of the entry",
                "run_line.whole_travel_minutes, run_entry.travel_minutes, work_entry.travel_minutes"),
        money("whole_mileage_cost", "Cost of the entry's miles", "run_entry.mileage_cost_pence"),
        money("whole_expenses", "Expenses of the entry", "run_entry.expenses_pence, work_entry.expenses_pence"),
        quasi_identifier("whole_miles", "Miles of the entry, before it is shared", "work_entry.miles_hundredths",
                         Kind.DECIMAL, unit="miles"),
        number("places", "Places a session offered", "work_entry.places"),
    )  # fmt: skip


class Formulas:
    """A line's costs as formulas: whole minutes * A / H in pence, rounded once, then the step of the running total."""

    def __init__(self, scene: Scene, posts: Sheet) -> None:
        self._modes = scene.modes
        self._a = [posts.ref("a_pence", at) for at in range(len(scene.rates))]
        self._h = [posts.ref("h_minutes", at) for at in range(len(scene.rates))]
        self._r = [posts.ref("r_thousandths", at) for at in range(len(scene.rates))]
        self._face_to_face = [rate.ratio_kind == RatioKind.FACE_TO_FACE for rate in scene.rates]
        self.letters: dict[str, str] = {}
        self.at: dict[str, int] = {}

    def bind(self, sheet: Sheet) -> None:
        """Learn where the columns stand, once the sheet is declared."""
        self.letters = {column.name: sheet.letter(column.name) for column in sheet.columns}
        self.at = {column.name: at for at, column in enumerate(sheet.columns)}

    def contact(self, number: int, row: Sequence[Any]) -> str | None:
        """Cost of contact."""
        return self._time("whole_contact_minutes", number, row)

    def preparation(self, number: int, row: Sequence[Any]) -> str | None:
        """Cost of preparation."""
        return self._time("whole_preparation_minutes", number, row)

    def travel(self, number: int, row: Sequence[Any]) -> str | None:
        """Cost of travel time."""
        return self._time("whole_travel_minutes", number, row)

    def mileage(self, number: int, row: Sequence[Any]) -> str | None:
        """This row's part of the entry's miles."""
        return self._money("whole_mileage_cost", number, row)

    def expenses(self, number: int, row: Sequence[Any]) -> str | None:
        """This row's part of the entry's expenses."""
        return self._money("whole_expenses", number, row)

    def indirect(self, number: int, row: Sequence[Any]) -> str | None:
        """Mode B: the ratio on the minutes it applies to."""
        line: Line = row  # type: ignore[assignment]
        if line.mode != Mode.CLIENT_TIME or row[self.at["destination"]] != Destination.FAMILY:
            return None
        kinds = ["contact"] if self._face_to_face[line.rate_at] else ["contact", "preparation", "travel"]
        if not any(row[self.at[f"whole_{kind}_minutes"]] for kind in kinds):
            return None
        whole = "+".join(f"{self.letters[f'whole_{kind}_minutes']}{number}" for kind in kinds)
        at = line.rate_at
        return self._step(f"ROUND(({whole})*{self._a[at]}*{self._r[at]}/({self._h[at]}*1000),0)", number, row)

    def _time(self, column: str, number: int, row: Sequence[Any]) -> str | None:
        line: Line = row  # type: ignore[assignment]
        if not row[self.at[column]]:
            return None
        whole = f"{self.letters[column]}{number}"
        return self._step(f"ROUND({whole}*{self._a[line.rate_at]}/{self._h[line.rate_at]},0)", number, row)

    def _money(self, column: str, number: int, row: Sequence[Any]) -> str | None:
        if not row[self.at[column]]:
            return None
        return self._step(f"ROUND({self.letters[column]}{number}*100,0)", number, row)

    def _step(self, whole: str, number: int, row: Sequence[Any]) -> str:
        """The rounded running total after this share, less that before it; in pounds."""
        at, letters = self.at, self.letters
        start, to, of = (f"{letters[name]}{number}" for name in ("share_from", "share_to", "share_of"))
        if row[at["share_from"]] == 0 and row[at["share_to"]] == row[at["share_of"]]:
            return f"{whole}/100"
        if row[at["share_from"]] == 0:
            return f"ROUND({whole}*{to}/{of},0)/100"
        return f"(ROUND({whole}*{to}/{of},0)-ROUND({whole}*{start}/{of},0))/100"


class Line(tuple[Any, ...]):
    """A row of the sheet that remembers which rate and mode it was costed by, and the pool it is part of."""

    rate_at: int
    mode: str
    pool: tuple[uuid.UUID, date, str, str] | None
