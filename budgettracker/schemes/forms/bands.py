"""What each role of the scheme of delegation may decide, as a form asks for it."""

from typing import Any

from wtforms import RadioField
from wtforms.validators import NumberRange, Optional

from budgettracker.access import Role
from budgettracker.schemes.kinds import Decides
from budgettracker.schemes.rules import BOUNDS, LADDER, Bounds
from budgettracker.widgets import MoneyField, Needed, PageForm, WholeNumberField, offered


def _decides(role: str, usual: Decides) -> RadioField:
    needed = [Needed(f"Choose what a {role} may decide.")]
    answers = offered((answer, answer.words) for answer in Decides)
    return RadioField(f"What may a {role} decide?", needed, choices=answers, default=usual)


def _days(role: str) -> WholeNumberField:
    return WholeNumberField(
        f"{role}: total over how many days?",
        [Optional(), NumberRange(1, 3660, "Enter a number of days from 1 to 3,660.")],
    )


class BandsForm(PageForm):
    """For each role of the scheme of delegation: nothing, up to an amount (one purchase and running), or anything."""

    practitioner_decides = _decides("practitioner", Decides.UP_TO)
    practitioner_single = MoneyField("Practitioner: most for one purchase", called="The amount", allow_zero=True)
    practitioner_running = MoneyField("Practitioner: most for all purchases for a family together", called="The total")
    practitioner_window = _days("Practitioner")
    manager_decides = _decides("manager", Decides.ANYTHING)
    manager_single = MoneyField("Manager: most for one purchase", called="The amount", allow_zero=True)
    manager_running = MoneyField("Manager: most for all purchases for a family together", called="The total")
    manager_window = _days("Manager")
    senior_manager_decides = _decides("senior manager", Decides.ANYTHING)
    senior_manager_single = MoneyField("Senior manager: most for one purchase", called="The amount", allow_zero=True)
    senior_manager_running = MoneyField(
        "Senior manager: most for all purchases for a family together", called="The total"
    )
    senior_manager_window = _days("Senior manager")

    def validate(self, extra_validators: Any = None) -> bool:
        """An amount is asked for where a role decides up to one."""
        fine: bool = super().validate(extra_validators)
        for role in LADDER:
            single, running = self[f"{role}_single"], self[f"{role}_running"]
            silent = not (single.errors or running.errors)
            if (
                self[f"{role}_decides"].data == Decides.UP_TO
                and single.data is None
                and running.data is None
                and silent
            ):
                single.errors = [f"Enter the most a {role.words} may decide, for one purchase or all together."]
                fine = False
        return fine

    def bounds(self) -> list[Bounds]:
        """The bands that were answered; what stands in the boxes of a role that decides nothing or anything is left out."""
        bands = []
        for role in LADDER:
            decides = self[f"{role}_decides"].data
            if decides == Decides.UP_TO:
                boxes = (self[f"{role}_{name}"].data for name in BOUNDS)
                bands.append(Bounds(role, *boxes))
            elif decides == Decides.ANYTHING:
                bands.append(Bounds(role, None, None, None))
        return bands


def standing(bounds: dict[Role, Bounds]) -> dict[str, Any]:
    """Bands in force as the fields of a form show them."""
    answers: dict[str, Any] = {}
    for role in LADDER:
        band = bounds.get(role)
        if band is None:
            answers[f"{role}_decides"] = Decides.NOTHING
        elif band.single_pence is None and band.running_pence is None:
            answers[f"{role}_decides"] = Decides.ANYTHING
        else:
            answers[f"{role}_decides"] = Decides.UP_TO
            answers |= {
                f"{role}_single": band.single_pence,
                f"{role}_running": band.running_pence,
                f"{role}_window": band.window_days,
            }
    return answers
