"""What taking an entry back asks for."""

from wtforms import RadioField

from budgettracker.widgets import Needed, PageForm
from budgettracker.worktime.kinds import WithdrawnBecause

REASONS = {
    WithdrawnBecause.TWICE: "It was logged twice",
    WithdrawnBecause.NOT_WORKED: "It was not worked",
    WithdrawnBecause.WRONG: "It is wrong in another way",
    WithdrawnBecause.EMPTIED: "Its time was taken out of the week",
}
"""Why an entry was taken back, in words."""


class WithdrawForm(PageForm):
    """Why the entry is taken back."""

    reason = RadioField(
        "Why is it withdrawn?",
        choices={str(code): words for code, words in REASONS.items() if code != WithdrawnBecause.EMPTIED},
        validators=[Needed("Choose why it is withdrawn.")],
    )
