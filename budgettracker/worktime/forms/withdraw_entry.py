"""What taking an entry back asks for."""

from wtforms import RadioField

from budgettracker.widgets import Needed, PageForm
from budgettracker.worktime.kinds import WithdrawnBecause

TO_CHOOSE = (WithdrawnBecause.TWICE, WithdrawnBecause.NOT_WORKED, WithdrawnBecause.WRONG)
"""The reasons people choose from; an entry emptied in the week's grid is withdrawn without being asked."""


class WithdrawForm(PageForm):
    """Why the entry is taken back."""

    reason = RadioField(
        "Why is it withdrawn?",
        choices={str(reason): reason.words for reason in TO_CHOOSE},
        validators=[Needed("Choose why it is withdrawn.")],
    )
