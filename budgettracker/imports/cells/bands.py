"""The cell of a scheme of delegation: which role decides alone up to which amounts."""

from dataclasses import dataclass

from budgettracker import money
from budgettracker.access import Role
from budgettracker.imports.cells.text import choice, listed, refuse_repeats
from budgettracker.imports.files.problems import CellRefused
from budgettracker.schemes.rules import LADDER


@dataclass(frozen=True, slots=True)
class BandCell:
    """What a role may decide alone: single and running amounts in pence, the window in days; None is no bound."""

    role: Role
    single_pence: int | None
    running_pence: int | None
    window_days: int | None


_deciding_role = choice(LADDER, named="role")


def bands(cell: str) -> tuple[BandCell, ...]:
    """A scheme of delegation: `practitioner:500:1000:30;manager:2000::;senior_manager:::`.

    Each band is role : single £ : running £ : window in days, with nothing where there is no bound.
    """
    of_roles = tuple(_band(item) for item in listed(cell))
    refuse_repeats(tuple(band.role for band in of_roles))
    return of_roles


def _band(item: str) -> BandCell:
    parts = [part.strip() for part in item.split(":")]
    if len(parts) != 4:
        raise CellRefused(
            f"has a band “{item}” that is not role:single:running:days. Write it like practitioner:500:1000:30, "
            "with nothing between two colons where there is no bound."
        )
    role, single, running, window = parts
    if window and not (window.isascii() and window.isdecimal() and len(window) <= 4 and int(window)):
        raise CellRefused(f"gives {role} a window of “{window}” days. Use a whole number of days, like 30.")
    if running and not window:
        raise CellRefused(f"gives {role} a running amount without the days it runs over, like :1000:30.")
    return BandCell(_deciding_role(role), _band_pounds(single), _band_pounds(running), int(window) if window else None)


def _band_pounds(typed: str) -> int | None:
    try:
        return money.parse_pounds(typed) if typed else None
    except money.NotMoney as wrong:
        raise CellRefused(f"has the amount “{typed}” in a band. {wrong}") from None
