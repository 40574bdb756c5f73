"""What two runs differ by, and why: causes that add up to the difference of their totals."""

from typing import NamedTuple

from budgettracker.costing.results.kinds import Cause


class Explained(NamedTuple):
    """One cause: how many families or entries it concerns, and by how many pence it moves the total."""

    cause: Cause
    number: int
    pence: int
