"""What is asked when a family's record is to be sealed."""

from wtforms import BooleanField, RadioField

from budgettracker.families.kinds import SealedBecause
from budgettracker.widgets import Needed, PageForm, offered


class SealForm(PageForm):
    """Why a record is sealed, and that it stays so."""

    because = RadioField(
        "Why?",
        [Needed("Choose why the record is sealed.")],
        choices=offered((each, each.words) for each in SealedBecause),
    )
    sure = BooleanField(
        "Nobody will read this record again, and this cannot be taken back here", [Needed("Tick the box to go on.")]
    )
