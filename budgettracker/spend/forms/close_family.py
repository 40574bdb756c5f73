"""What is asked when a family is closed, beside its last day: why money stayed unused, where some did."""

from wtforms import RadioField

from budgettracker.families.forms import CloseForm
from budgettracker.voice.kinds import UnusedReason
from budgettracker.widgets import offered


class CloseSettledForm(CloseForm):
    """The last day, why the work ended, and why money is left."""

    unused = RadioField(
        "Why did money stay unused?",
        choices=offered((each, each.words) for each in UnusedReason),
        validate_choice=False,
    )

    def reason(self) -> UnusedReason | None:
        """Why money stayed unused, where that was asked and answered."""
        given = self.unused.data if "unused" in self else None
        return UnusedReason(given) if given in set(UnusedReason) else None
